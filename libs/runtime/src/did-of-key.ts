import { type PublicJwk } from '@clientele/client-schema';

export type DidMethod = 'key' | 'jwk' | 'web';

/** The multicodec code of each kind of key as a varint, https://w3c-ccg.github.io/did-key-spec/#signature-method-creation-algorithm. */
const codecs: Readonly<Record<string, readonly number[]>> = {
  Ed25519: [0xed, 0x01],
  'P-256': [0x80, 0x24],
  'P-384': [0x81, 0x24],
  'P-521': [0x82, 0x24],
  RSA: [0x85, 0x24],
};

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** A public key as a decentralised identifier that needs no other place to be resolved. */
export function didOfKey(method: 'key' | 'jwk', jwk: PublicJwk): string {
  return method === 'jwk' ? `did:jwk:${base64url(JSON.stringify(bareKey(jwk)))}` : `did:key:z${multikey(jwk)}`;
}

/**
 * The identifier of a client whose document this server publishes, did:web. What an identifier may not consist of is
 * percent-encoded, the colon before a port included.
 */
export function didOfClient(issuer: string, client_id: string): string {
  return `did:web:${encodeURIComponent(new URL(issuer).host)}:clients:${didSegment(client_id)}`;
}

/** Where the document of `didOfClient` is. */
export function didDocumentPath(client_id: string): string {
  return `/clients/${didSegment(client_id)}/did.json`;
}

/** The key without what names it: the required members of RFC 7638 §3.2. */
export function bareKey({ kty, crv, x, y, n, e }: PublicJwk): PublicJwk {
  if (kty === 'RSA') return { kty, n: n!, e: e! };
  return kty === 'OKP' ? { kty, crv: crv!, x: x! } : { kty, crv: crv!, x: x!, y: y! };
}

/** The characters that RFC 3986 lets stand and DID Core §3.1 does not are encoded too. */
function didSegment(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!~*'()]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The key in octets behind the code of its kind, in base58. */
function multikey(jwk: PublicJwk): string {
  const codec = codecs[jwk.kty === 'RSA' ? 'RSA' : (jwk.crv ?? '')];
  if (!codec) throw new TypeError(`no did:key for a key of type ${jwk.kty}`);
  return inBase58(Buffer.concat([Buffer.from(codec), octetsOf(jwk)]));
}

function octetsOf(jwk: PublicJwk): Buffer {
  const [n, e, x, y] = [jwk.n, jwk.e, jwk.x, jwk.y].map((part) => Buffer.from(part ?? '', 'base64url')) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  // RFC 8017 §A.1.1; SEC 1 §2.3.3: a point is its x, and whether its y is even.
  if (jwk.kty === 'RSA') return der(0x30, Buffer.concat([der(0x02, positive(n)), der(0x02, positive(e))]));
  return jwk.kty === 'OKP' ? x : Buffer.concat([Buffer.from([2 + (y.at(-1)! & 1)]), x]);
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const octets = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...octets]), content]);
}

/** A DER integer whose first bit is set would be negative. */
function positive(number: Buffer): Buffer {
  return number[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), number]) : number;
}

/** Octets as a number to the base 58. The first is never zero here, so that no leading zeros have to be told. */
function inBase58(octets: Buffer): string {
  let rest = BigInt(`0x${octets.toString('hex')}`);
  let text = '';
  for (; rest > 0n; rest /= 58n) text = base58[Number(rest % 58n)]! + text;
  return text;
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
