import { is, not } from '../conditions.js';
import { Group } from '../field.js';
import { Choice, NumberChoice, Reference, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ok, violation } from '../rule.js';
import { ours, rfc } from '../specs.js';
import { type AsymmetricSigningAlg } from '../vocabulary.js';
import { algsOfKind } from '../signing-keys.js';
import { recordId } from './record-id.js';
import { internalAdapter } from './signature-adapters.js';

/** A key that signs or decrypts, and the keys that take its place one after the other. */
@Group({
  name: 'key_pair',
  title: 'Key pairs',
  intro: 'The keys that sign what this server issues, and that open what is encrypted to it.',
  spec: ours('keys'),
})
export class KeyPairMembers {
  @Text({ ...recordId, spec: ours('keys'), example: 'payments' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('keys'),
    required: true,
    max: 128,
    example: 'Keys of the payment application',
  })
  name: string;

  /** `sig`: its keys sign. `enc`: they open request objects that clients encrypt. RFC 7517 §4.2. */
  @Choice({
    label: 'Use',
    help: 'Whether its keys sign, or open what applications encrypt to this server.',
    spec: rfc(7517, '4.2'),
    values: ['sig', 'enc'],
    default: 'sig',
    access: 'create_only',
  })
  use: 'sig' | 'enc';

  @Choice({
    label: 'Type',
    help: 'Kind of its keys: RSA, elliptic curve or Edwards curve.',
    spec: rfc(7518, '6'),
    values: ['rsa', 'ec', 'okp'],
    default: 'rsa',
    access: 'create_only',
    example: 'ec',
  })
  type: 'rsa' | 'ec' | 'okp';

  /** Bits. Of RSA keys; says nothing of others. */
  @NumberChoice({
    label: 'RSA key size',
    help: 'Bits of an RSA key. It says nothing of other keys.',
    spec: rfc(7518, '3.3'),
    values: [2048, 3072, 4096],
    default: 2048,
    access: 'create_only',
    visibleWhen: is('type', 'rsa'),
  })
  modulus_size: number;

  /** Of elliptic and Edwards curve keys; null for RSA. */
  @Choice({
    label: 'Curve',
    help: 'Curve of an elliptic or Edwards curve key. RSA keys have none.',
    spec: rfc(8037, '2'),
    values: ['P-256', 'P-384', 'P-521', 'Ed25519'],
    access: 'create_only',
    visibleWhen: not(is('type', 'rsa')),
    example: 'P-256',
  })
  curve?: 'P-256' | 'P-384' | 'P-521' | 'Ed25519' | null;

  /** Where its keys are kept and sign. */
  @Reference({
    label: 'Signature adapter',
    help: 'Where its keys are kept and sign.',
    spec: ours('keys'),
    resource: 'signature_adapters',
    default: internalAdapter,
    access: 'create_only',
    example: internalAdapter,
  })
  adapter_id: string;
}

export type KeyPair = RecordOf<KeyPairMembers>;

/** What it takes to make a key of a pair. */
export interface KeyParameters extends Pick<KeyPair, 'type' | 'modulus_size' | 'curve'> {
  /** What its keys are for; default `sig`. */
  readonly use?: KeyPair['use'];
  /** The public exponent of RSA; default 65537. */
  readonly exponent?: number;
}

/** The algorithms that a pair signs with, its usual one first; none where it does not sign. */
export function algsOfKeyPair({ use, type, curve }: KeyParameters): readonly AsymmetricSigningAlg[] {
  if (use === 'enc') return [];
  return algsOfKind(type === 'rsa' ? 'RSA' : 'EC', curve);
}

const curvesOf: Readonly<Record<KeyPair['type'], readonly KeyPair['curve'][]>> = {
  rsa: [null],
  ec: ['P-256', 'P-384', 'P-521'],
  okp: ['Ed25519'],
};

export const keyPairs: Resource<'key_pairs', KeyPairMembers> = {
  name: 'key_pairs',
  members: KeyPairMembers,
  id: 'id',
  writtenWith: 'keys:write',
  systemMembers: ['name'],
  standard: [
    { id: 'rs256', name: 'RSA of 2048 bits', type: 'rsa', modulus_size: 2048 },
    { id: 'es256', name: 'Elliptic curve P-256', type: 'ec', curve: 'P-256' },
  ],
  rules: [
    {
      id: 'key-parameters-fit-the-type',
      spec: rfc(7518, '6'),
      check: ({ type, curve }) => {
        if (curvesOf[type].includes(curve)) return ok;
        const fitting = curvesOf[type].map((name) => name ?? 'empty').join(', ');
        return violation('/curve', `must be ${fitting} for keys of type ${type}`);
      },
    },
    {
      id: 'encryption-key-is-kept-here',
      spec: ours('keys'),
      check: ({ use, type, adapter_id }) => {
        if (use !== 'enc') return ok;
        if (adapter_id !== internalAdapter)
          return violation('/adapter_id', `must be ${internalAdapter}: other adapters only sign`);
        return type === 'okp' ? violation('/type', 'must be rsa or ec: an Edwards curve only signs') : ok;
      },
    },
    {
      id: 'key-pair-fits-the-adapter',
      spec: ours('keys'),
      check: ({ type, adapter_id }, { signature_adapters }) => {
        const adapter = signature_adapters.find(({ id }) => id === adapter_id);
        return adapter && !adapter.key_types.includes(type)
          ? violation('/type', `must be a type that the adapter ${adapter_id} makes: ${adapter.key_types.join(', ')}`)
          : ok;
      },
    },
  ],
};
