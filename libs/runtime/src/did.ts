import { ECDH, type KeyObject, createPublicKey } from 'node:crypto';
import { type PublicJwk } from '@clientele/client-schema';
import { isDeeperThan } from '@clientele/client-schema/json-depth';

/** The longest DID that is looked at, in characters: an RSA key of 4096 bits as a JWK has some 1000. */
const maxLength = 2048;
/** The shortest RSA key that verifies anything, RFC 7518 §3.3. Bits. */
const minModulus = 2048;

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const signingCurves = ['P-256', 'P-384', 'P-521', 'Ed25519'];

/** Whether an identifier is a DID, understood or not. W3C DID Core §3.1. */
export function isDid(identifier: string): boolean {
  return identifier.startsWith('did:');
}

/**
 * The public key that a DID is made of: of the methods `jwk` and `key`, which need no look-up. Undefined for every other
 * method, and for what is no key that verifies signatures. Knowing a DID proves nothing: a key is public.
 */
export function keyOfDid(did: string): KeyObject | undefined {
  if (did.length > maxLength) return undefined;
  const [, method, identifier] = /^did:(jwk|key):([A-Za-z0-9_-]+)$/.exec(did) ?? [];
  try {
    const key = method === 'jwk' ? keyOfJwk(identifier!) : method === 'key' ? keyOfMultikey(identifier!) : undefined;
    return key && isStrong(key) ? key : undefined;
  } catch {
    // What node:crypto or JSON cannot read is no key.
    return undefined;
  }
}

/** did:jwk: the JWK as JSON in base64url. */
function keyOfJwk(identifier: string): KeyObject | undefined {
  const octets = Buffer.from(identifier, 'base64url');
  // One spelling per DID: two that differ must never be one.
  if (octets.toString('base64url') !== identifier) return undefined;
  return keyOfJson(octets);
}

function keyOfJson(octets: Buffer): KeyObject | undefined {
  const jwk: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets));
  if (typeof jwk !== 'object' || jwk === null || Array.isArray(jwk) || isDeeperThan(4, jwk)) return undefined;
  const { kty, crv, use } = jwk as Record<string, unknown>;
  // Whoever publishes a private key has none.
  if (privateMembers.some((name) => name in jwk) || (use !== undefined && use !== 'sig')) return undefined;
  if (kty !== 'RSA' && !(typeof crv === 'string' && signingCurves.includes(crv))) return undefined;
  return createPublicKey({ key: jwk as PublicJwk, format: 'jwk' });
}

/** did:key: the kind of the key as a multicodec and its octets, in base58 (multibase `z`). */
function keyOfMultikey(identifier: string): KeyObject | undefined {
  const octets = identifier.startsWith('z') ? fromBase58(identifier.slice(1)) : undefined;
  const kind = octets && kinds.find(({ prefix }) => octets.subarray(0, prefix.length).equals(prefix));
  return kind?.read(octets!.subarray(kind.prefix.length));
}

const kinds: readonly { prefix: Buffer; read(octets: Buffer): KeyObject | undefined }[] = [
  { prefix: Buffer.from('ed01', 'hex'), read: (octets) => okp('Ed25519', octets) },
  { prefix: Buffer.from('8024', 'hex'), read: (octets) => ec('P-256', 'prime256v1', octets) },
  { prefix: Buffer.from('8124', 'hex'), read: (octets) => ec('P-384', 'secp384r1', octets) },
  { prefix: Buffer.from('8224', 'hex'), read: (octets) => ec('P-521', 'secp521r1', octets) },
  { prefix: Buffer.from('8524', 'hex'), read: (key) => createPublicKey({ key, format: 'der', type: 'pkcs1' }) },
  // jwk_jcs-pub, which wallets of the European blockchain services use.
  { prefix: Buffer.from('d1d603', 'hex'), read: keyOfJson },
];

function okp(crv: string, octets: Buffer): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv, x: octets.toString('base64url') }, format: 'jwk' });
}

/** A compressed point; one that does not lie on the curve is refused. */
function ec(crv: string, curve: string, octets: Buffer): KeyObject {
  const point = ECDH.convertKey(octets, curve, undefined, undefined, 'uncompressed') as Buffer;
  const half = (point.length - 1) / 2;
  const [x, y] = [point.subarray(1, 1 + half), point.subarray(1 + half)].map((part) => part.toString('base64url'));
  return createPublicKey({ key: { kty: 'EC', crv, x: x!, y: y! }, format: 'jwk' });
}

function isStrong(key: KeyObject): boolean {
  if (key.asymmetricKeyType !== 'rsa') return true;
  return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= minModulus;
}

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Octets of base58; undefined where a character is none of its. Takes time with the square of the length. */
function fromBase58(text: string): Buffer | undefined {
  const octets: number[] = [];
  for (const character of text) {
    let carry = alphabet.indexOf(character);
    if (carry < 0) return undefined;
    for (let index = 0; index < octets.length; index++) {
      carry += octets[index]! * 58;
      octets[index] = carry & 255;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) octets.push(carry & 255);
  }
  // Each leading 1 is an octet of zero.
  const zeros = /^1*/.exec(text)![0].length;
  return Buffer.from([...Array<number>(zeros).fill(0), ...octets.toReversed()]);
}
