import { jwkFault } from './jwk-set.js';
import { type PublicJwk } from './vocabulary.js';

/** One element of DER, X.690 §8.1. */
interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

const tags = { integer: 0x02, bitString: 0x03, oid: 0x06, sequence: 0x30, version: 0xa0 } as const;
const algorithms = { rsa: '2a864886f70d010101', ec: '2a8648ce3d0201', ed25519: '2b6570' } as const;
/** RFC 5480 §2.1.1.1. */
const curvesByOid: ReadonlyMap<string, string> = new Map([
  ['2a8648ce3d030107', 'P-256'],
  ['2b81040022', 'P-384'],
  ['2b81040023', 'P-521'],
]);
const pem = /^\s*-----BEGIN (PUBLIC KEY|CERTIFICATE)-----\s+([A-Za-z0-9+/=\s]+)-----END \1-----\s*$/;

/** What is wrong with the PEM of a public key that verifies signatures, or nothing. */
export function publicKeyPemFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a string';
  if (/PRIVATE KEY/.test(value)) return 'must be a public key: this one is private, and should be replaced';
  const jwk = jwkOfPem(value);
  return jwk
    ? jwkFault(jwk) && `must be a good key: ${jwkFault(jwk)}`
    : 'must be the PEM of one RSA, EC or Ed25519 public key, or of a certificate';
}

/**
 * The public key of a PEM (RFC 7468 §5 and §13): a SubjectPublicKeyInfo, or an X.509 certificate that holds one, of which
 * nothing else is looked at. Undefined: it is neither, or of another algorithm.
 */
export function jwkOfPem(text: string): PublicJwk | undefined {
  const [, label, base64] = pem.exec(text) ?? [];
  if (base64 === undefined) return undefined;
  try {
    const root = only(parse(octetsOf(base64)), tags.sequence);
    return jwkOfInfo(label === 'CERTIFICATE' ? infoOfCertificate(root) : root);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

class Malformed extends Error {}

/** RFC 5280 §4.1: of the signed part, the seventh element, without the version that may come first. */
function infoOfCertificate(certificate: Uint8Array): Uint8Array {
  const signed = parse(at(parse(certificate), 0, tags.sequence));
  return at(signed, signed[0]?.tag === tags.version ? 6 : 5, tags.sequence);
}

/** RFC 5280 §4.1.2.7. */
function jwkOfInfo(info: Uint8Array): PublicJwk | undefined {
  const parts = parse(info);
  const algorithm = parse(at(parts, 0, tags.sequence));
  // The first octet counts unused bits, and there are none.
  const key = at(parts, 1, tags.bitString).subarray(1);
  switch (hex(at(algorithm, 0, tags.oid))) {
    case algorithms.rsa: {
      const numbers = parse(only(parse(key), tags.sequence));
      return { kty: 'RSA', n: number(at(numbers, 0, tags.integer)), e: number(at(numbers, 1, tags.integer)) };
    }
    case algorithms.ec: {
      const crv = curvesByOid.get(hex(at(algorithm, 1, tags.oid)));
      // RFC 5480 §2.2: 4 is an uncompressed point.
      if (!crv || key[0] !== 4) return undefined;
      const half = (key.length + 1) / 2;
      return { kty: 'EC', crv, x: base64url(key.subarray(1, half)), y: base64url(key.subarray(half)) };
    }
    case algorithms.ed25519:
      return { kty: 'OKP', crv: 'Ed25519', x: base64url(key) };
    default:
      return undefined;
  }
}

function parse(octets: Uint8Array): Element[] {
  const elements: Element[] = [];
  for (let next = 0; next < octets.length;) {
    const tag = octets[next]!;
    let length = octets[next + 1] ?? Number.NaN;
    next += 2;
    if (length >= 0x80) {
      const size = length - 0x80;
      // More octets than three no key has; none is the indefinite form, which DER does not have.
      if (size === 0 || size > 3) throw new Malformed();
      length = octets.subarray(next, next + size).reduce((sum, octet) => sum * 256 + octet, 0);
      next += size;
    }
    if (!(next + length <= octets.length)) throw new Malformed();
    elements.push({ tag, content: octets.subarray(next, next + length) });
    next += length;
  }
  return elements;
}

function at(elements: readonly Element[], index: number, tag: number): Uint8Array {
  const element = elements[index];
  if (element?.tag !== tag) throw new Malformed();
  return element.content;
}

function only(elements: readonly Element[], tag: number): Uint8Array {
  if (elements.length !== 1) throw new Malformed();
  return at(elements, 0, tag);
}

/** RFC 7518 §2: without the octet that keeps a DER integer positive. */
function number(integer: Uint8Array): string {
  return base64url(integer[0] === 0 ? integer.subarray(1) : integer);
}

function octetsOf(base64: string): Uint8Array {
  const text = base64.replaceAll(/\s/g, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Malformed();
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function base64url(octets: Uint8Array): string {
  const binary = String.fromCharCode(...octets);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function hex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
