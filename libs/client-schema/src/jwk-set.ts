import { type PublicJwk } from './vocabulary.js';

const maxKeys = 20;
const maxSize = 65_536;
const maxKidLength = 256;
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const curves: Record<string, readonly string[]> = {
  EC: ['P-256', 'P-384', 'P-521'],
  OKP: ['Ed25519', 'Ed448', 'X25519', 'X448'],
};

/** What is wrong with a set of a client's public keys, or nothing. RFC 7517 §4 and §5. */
export function jwkSetFault(value: unknown): string | undefined {
  if (!isRecord(value) || !Array.isArray(value['keys'])) return 'must be a JWK Set: an object with a list of keys';
  const keys = value['keys'] as unknown[];
  if (keys.length === 0) return 'must have at least one key';
  if (keys.length > maxKeys) return `must have at most ${maxKeys} keys`;
  if (JSON.stringify(value).length > maxSize) return `must take at most ${maxSize} bytes`;
  const kids = new Set<unknown>();
  for (const [index, key] of keys.entries()) {
    const fault = jwkFault(key);
    if (fault) return `key ${index}: ${fault}`;
    const { kid } = key as PublicJwk;
    if (kid === undefined && keys.length > 1) return `key ${index}: must have a kid, as there are several keys`;
    if (kids.has(kid)) return `key ${index}: repeats the kid ${kid}`;
    kids.add(kid);
  }
  return undefined;
}

function jwkFault(key: unknown): string | undefined {
  if (!isRecord(key)) return 'must be an object';
  const secret = privateMembers.find((member) => member in key);
  if (secret) return `must be public, without the member ${secret}`;
  for (const member of ['kid', 'use', 'alg'] as const) {
    if (key[member] !== undefined && typeof key[member] !== 'string') return `${member} must be a string`;
  }
  if (typeof key['kid'] === 'string' && key['kid'].length > maxKidLength) return 'kid is too long';
  if (key['kty'] === 'RSA') return rsaFault(key);
  const allowed = typeof key['kty'] === 'string' ? curves[key['kty']] : undefined;
  if (!allowed) return 'kty must be RSA, EC or OKP';
  if (!allowed.includes(key['crv'] as string)) return `crv must be one of ${allowed.join(', ')}`;
  if (!isBase64Url(key['x']) || (key['kty'] === 'EC' && !isBase64Url(key['y']))) return 'lacks its coordinates';
  return undefined;
}

function rsaFault(key: Record<string, unknown>): string | undefined {
  if (!isBase64Url(key['n']) || !isBase64Url(key['e'])) return 'lacks its modulus or exponent';
  // Three octets of base64url are four characters; a modulus of 2048 bits has 256 octets.
  if (Math.floor((key['n'].length * 3) / 4) < 256) return 'an RSA key must have at least 2048 bits';
  if (Math.floor((key['n'].length * 3) / 4) > 1024) return 'an RSA key must have at most 8192 bits';
  const exponent = octets(key['e']);
  const value = exponent.reduce((sum, octet) => sum * 256 + octet, 0);
  if (value < 65_537 || value % 2 === 0) return 'the RSA exponent must be an odd number of at least 65537';
  return undefined;
}

function octets(base64url: string): number[] {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return [...binary].map((character) => character.charCodeAt(0));
}

function isBase64Url(value: unknown): value is string {
  return typeof value === 'string' && value.length % 4 !== 1 && /^[A-Za-z0-9_-]+$/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
