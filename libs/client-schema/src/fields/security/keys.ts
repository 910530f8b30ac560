import { all, any, is, isPresent, not } from '../../conditions.js';
import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Choice, NumberChoice, Reference, Text, WholeNumber } from '../../kinds.js';
import { ours, rfc } from '../../specs.js';

const hasPairOfItsOwn = isPresent('key_pair_type');

/** What the name of a key may consist of: it stands in addresses too. */
export const keyIdLimits = {
  max: 255,
  pattern: /^[\w-][\x21-\x7e]*$/,
  patternHelp: 'be printable ASCII without spaces, and begin with a letter, a digit, a hyphen or an underscore',
} as const;

@Group({
  name: 'keys',
  title: 'Keys',
  intro: 'Which keys sign for this client: those of the server, a pair that it shares, or its own.',
  spec: ours('keys'),
})
export class KeyFields {
  /** The key pair that signs this client's ID tokens and userinfo answers; absent: its own, or the server's. */
  @Reference({
    label: 'Key pair',
    help: 'Key pair that signs ID tokens and userinfo answers for this client. Empty: its own, or the server’s.',
    spec: ours('keys'),
    resource: 'key_pairs',
    visibleWhen: hasUsers,
    example: 'es256',
  })
  key_pair_id?: string;

  /**
   * The kind of a key pair that the client has for itself: its first key is made when the client is saved, and another
   * kind makes the next one. Absent: the client has none, and the pair of `key_pair_id` or the server's sign for it.
   */
  @Choice({
    label: 'Own key pair',
    help: 'Make a key pair for this client alone: RSA, elliptic curve or Edwards curve. Empty: the server’s keys sign.',
    spec: rfc(7518, '6'),
    values: ['rsa', 'ec', 'okp'],
    visibleWhen: all(hasUsers, not(isPresent('key_pair_id'))),
    example: 'ec',
  })
  key_pair_type?: 'rsa' | 'ec' | 'okp';

  /** Bits of the client's own RSA keys; default 2048. */
  @NumberChoice({
    label: 'RSA key size',
    help: 'Bits of its own RSA keys. Another size makes the next key.',
    spec: rfc(7518, '3.3'),
    values: [2048, 3072, 4096],
    default: 2048,
    visibleWhen: is('key_pair_type', 'rsa'),
  })
  key_pair_rsa_modulus_size: number;

  /** Public exponent of the client's own RSA keys, odd; default 65537. */
  @WholeNumber({
    label: 'RSA exponent',
    help: 'Public exponent of its own RSA keys, an odd number. Some verifiers know 65537 alone.',
    spec: rfc(7518, '6.3.1.2'),
    min: 65_537,
    max: 4_294_967_295,
    default: 65_537,
    visibleWhen: is('key_pair_type', 'rsa'),
  })
  key_pair_rsa_exponent: number;

  /** Curve of the client's own elliptic curve keys, which says how they sign: ES256, ES384 or ES512; default P-256. */
  @Choice({
    label: 'Curve',
    help: 'Curve of its own elliptic curve keys, which fixes the algorithm: ES256, ES384 or ES512.',
    spec: rfc(7518, '6.2.1.1'),
    values: ['P-256', 'P-384', 'P-521'],
    default: 'P-256',
    visibleWhen: is('key_pair_type', 'ec'),
  })
  key_pair_ec_curve: 'P-256' | 'P-384' | 'P-521';

  /** Where the client's own keys are kept and sign: `internal`, this server, or a signing service elsewhere. */
  @Reference({
    label: 'Signature adapter',
    help: 'Where its own keys are kept and sign. Another place makes the next key.',
    spec: ours('keys'),
    resource: 'signature_adapters',
    default: 'internal',
    visibleWhen: hasPairOfItsOwn,
    example: 'internal',
  })
  signatures_adapter: string;

  /** What the newest of the client's own keys is called, `kid` of RFC 7515 §4.1.4; absent: its RFC 7638 thumbprint. */
  @Text({
    label: 'Key ID',
    help: 'The kid of its own key in token headers and in the JWK Set. Another one makes the next key. Empty: a thumbprint.',
    spec: rfc(7515, '4.1.4'),
    ...keyIdLimits,
    visibleWhen: hasPairOfItsOwn,
    example: 'payments-2026',
  })
  id_token_kid?: string;

  /** How the key that signs for the client is spelled as a decentralised identifier; default `key`. */
  @Choice({
    label: 'DID method',
    help: 'How its key is told as a decentralised identifier: the key itself (key, jwk), or an address of this server (web).',
    spec: ours('keys'),
    values: ['key', 'jwk', 'web'],
    default: 'key',
    visibleWhen: any(isPresent('key_pair_id'), hasPairOfItsOwn),
  })
  key_pair_did_method: 'key' | 'jwk' | 'web';
}
