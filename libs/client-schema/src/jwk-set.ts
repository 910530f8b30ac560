import { isDeeperThan } from './json-depth.js';
import { jwkOfX5c } from './subject-public-key.js';
import { type PublicJwk } from './vocabulary.js';

const maxKeys = 20;
const maxSize = 65_536;
const maxKidLength = 256;
// A set, its keys, their members, and lists such as x5c need four; more only exhausts the stack of a serialiser.
const maxDepth = 8;
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
/** The curves of each key type, with the octets of a coordinate. RFC 7518 §6.2.1.2, RFC 8037 §2. */
const curves: ReadonlyMap<unknown, ReadonlyMap<unknown, number>> = new Map([
  [
    'EC',
    new Map([
      ['P-256', 32],
      ['P-384', 48],
      ['P-521', 66],
    ]),
  ],
  [
    'OKP',
    new Map([
      ['Ed25519', 32],
      ['Ed448', 57],
      ['X25519', 32],
      ['X448', 56],
    ]),
  ],
]);

/** What is wrong with a set of a client's public keys, or nothing. RFC 7517 §4 and §5. */
export function jwkSetFault(value: unknown): string | undefined {
  if (!isRecord(value) || !Array.isArray(value['keys'])) return 'must be a JWK Set: an object with a list of keys';
  const keys = value['keys'] as unknown[];
  if (keys.length === 0) return 'must have at least one key';
  if (keys.length > maxKeys) return `must have at most ${maxKeys} keys`;
  if (isDeeperThan(maxDepth, value)) return `must be nested at most ${maxDepth} deep`;
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

/** What is wrong with one public key, or nothing. RFC 7517 §4, RFC 7518 §6, RFC 8037 §2. */
export function jwkFault(key: unknown): string | undefined {
  if (!isRecord(key)) return 'must be an object';
  const secret = privateMembers.find((member) => member in key);
  if (secret) return `must be public, without the member ${secret}`;
  for (const member of ['kid', 'use', 'alg'] as const) {
    if (key[member] !== undefined && typeof key[member] !== 'string') return `${member} must be a string`;
  }
  if (typeof key['kid'] === 'string' && key['kid'].length > maxKidLength) return 'kid is too long';
  return parametersFault(key) ?? certificateFault(key);
}

function parametersFault(key: Record<string, unknown>): string | undefined {
  if (key['kty'] === 'RSA') return rsaFault(key);
  const allowed = curves.get(key['kty']);
  if (!allowed) return 'kty must be RSA, EC or OKP';
  const size = allowed.get(key['crv']);
  if (!size) return `crv must be one of ${[...allowed.keys()].join(', ')}`;
  for (const member of key['kty'] === 'EC' ? ['x', 'y'] : ['x']) {
    const coordinate = key[member];
    if (!isBase64Url(coordinate) || octets(coordinate).length !== size) return `${member} must have ${size} octets`;
  }
  return undefined;
}

/** RFC 7517 §4.7: the first of x5c is of this key. Of kinds of keys that hardly any certificate has, nobody asks. */
function certificateFault({ x5c, ...key }: Record<string, unknown>): string | undefined {
  if (x5c === undefined) return undefined;
  const certificates: unknown[] = Array.isArray(x5c) ? x5c : [];
  if (certificates.length === 0 || !certificates.every((one) => typeof one === 'string')) {
    return 'x5c must be a list of certificates in base64';
  }
  if (key['kty'] === 'OKP' && key['crv'] !== 'Ed25519') return undefined;
  const own = jwkOfX5c(certificates[0]!);
  const members = ['kty', 'crv', 'n', 'e', 'x', 'y'];
  return own && members.every((member) => own[member] === key[member])
    ? undefined
    : 'x5c must begin with a certificate of this key';
}

function rsaFault(key: Record<string, unknown>): string | undefined {
  if (!isBase64Url(key['n']) || !isBase64Url(key['e'])) return 'lacks its modulus or exponent';
  const bits = bitLength(octets(key['n']));
  if (bits < 2048) return 'an RSA key must have at least 2048 bits';
  if (bits > 8192) return 'an RSA key must have at most 8192 bits';
  const exponent = octets(key['e']);
  // Four octets hold every exponent in use; a larger one only makes each verification slow.
  const value = exponent.length > 4 ? 0 : exponent.reduce((sum, octet) => sum * 256 + octet, 0);
  if (value < 65_537 || value % 2 === 0) return 'the RSA exponent must be an odd number from 65537 to 2^32';
  return undefined;
}

/** The bits of a number without its leading zeros, which would make a weak key look long. */
function bitLength(number: readonly number[]): number {
  const first = number.findIndex((octet) => octet !== 0);
  return first < 0 ? 0 : (number.length - first) * 8 - (Math.clz32(number[first]!) - 24);
}

function octets(base64url: string): number[] {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Array.from(binary, (character) => character.charCodeAt(0));
}

function isBase64Url(value: unknown): value is string {
  return typeof value === 'string' && value.length % 4 !== 1 && /^[A-Za-z0-9_-]+$/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
