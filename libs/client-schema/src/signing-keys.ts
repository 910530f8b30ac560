import {
  type AsymmetricKeyManagementAlg,
  type AsymmetricSigningAlg,
  type PublicJwk,
  type SymmetricSigningAlg,
  asymmetricKeyManagementAlgs,
  asymmetricSigningAlgs,
  symmetricSigningAlgs,
} from './vocabulary.js';

/** Whether a key of the server makes such signatures. */
export function isAsymmetricAlg(alg: string | undefined): alg is AsymmetricSigningAlg {
  return asymmetricSigningAlgs.some((known) => known === alg);
}

/** Whether the secret of the client makes such signatures. */
export function isSymmetricAlg(alg: string | undefined): alg is SymmetricSigningAlg {
  return symmetricSigningAlgs.some((known) => known === alg);
}

const algsOfCurve: ReadonlyMap<unknown, readonly AsymmetricSigningAlg[]> = new Map<
  unknown,
  readonly AsymmetricSigningAlg[]
>([
  ['P-256', ['ES256']],
  ['P-384', ['ES384']],
  ['P-521', ['ES512']],
  ['Ed25519', ['EdDSA', 'Ed25519']],
]);

/** The signature algorithms that a public key can verify, RFC 7517 §4.2–4.4, RFC 7518 §3.1; none for encryption keys. */
export function algsOfKey(key: PublicJwk): readonly AsymmetricSigningAlg[] {
  if (key.use !== undefined && key.use !== 'sig') return [];
  if (Array.isArray(key['key_ops']) && !key['key_ops'].includes('verify')) return [];
  const fitting = algsOfKind(key.kty, key.crv);
  return key.alg === undefined ? fitting : fitting.filter((alg) => alg === key.alg);
}

/** The algorithms by which others encrypt to a public key, RFC 7518 §4.1; none for keys that verify signatures. */
export function keyManagementAlgsOfKey({ use, kty }: PublicJwk): readonly AsymmetricKeyManagementAlg[] {
  const family = kty === 'RSA' ? 'RSA-' : kty === 'EC' ? 'ECDH-' : undefined;
  if (use !== 'enc' || family === undefined) return [];
  return asymmetricKeyManagementAlgs.filter((alg) => alg.startsWith(family));
}

/** The signature algorithms of a key of this type and curve, RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2. */
export function algsOfKind(kty: string, curve: string | null | undefined): readonly AsymmetricSigningAlg[] {
  return kty === 'RSA'
    ? asymmetricSigningAlgs.filter((alg) => alg.startsWith('RS') || alg.startsWith('PS'))
    : (algsOfCurve.get(curve) ?? []);
}
