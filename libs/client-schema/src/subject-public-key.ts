import { Malformed, elementAt, hex, octetsOfBase64, onlyElement, parseDer } from './der.js';
import { type PublicJwk } from './vocabulary.js';

const tags = { integer: 0x02, bitString: 0x03, oid: 0x06, sequence: 0x30, version: 0xa0 } as const;
const algorithms = { rsa: '2a864886f70d010101', ec: '2a8648ce3d0201', ed25519: '2b6570' } as const;
/** RFC 5480 §2.1.1.1. */
const curvesByOid: ReadonlyMap<string, string> = new Map([
  ['2a8648ce3d030107', 'P-256'],
  ['2b81040022', 'P-384'],
  ['2b81040023', 'P-521'],
]);
const pem = /^\s*-----BEGIN (PUBLIC KEY|CERTIFICATE)-----\s+([A-Za-z0-9+/=\s]+)-----END \1-----\s*$/;

/**
 * The public key of a PEM (RFC 7468 §5 and §13): a SubjectPublicKeyInfo, or an X.509 certificate that holds one, of which
 * nothing else is looked at. Undefined: it is neither, or of another algorithm.
 */
export function jwkOfPem(text: string): PublicJwk | undefined {
  const [, label, base64] = pem.exec(text) ?? [];
  if (base64 === undefined) return undefined;
  try {
    const root = onlyElement(parseDer(octetsOfBase64(base64)), tags.sequence);
    return jwkOfInfo(label === 'CERTIFICATE' ? infoOfCertificate(root) : root);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** The public key of a certificate by its DER in base64, as x5c has it (RFC 7517 §4.7); undefined as above. */
export function jwkOfX5c(base64: string): PublicJwk | undefined {
  try {
    return jwkOfInfo(infoOfCertificate(onlyElement(parseDer(octetsOfBase64(base64)), tags.sequence)));
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

/** RFC 5280 §4.1: of the signed part, the seventh element, without the version that may come first. */
function infoOfCertificate(certificate: Uint8Array): Uint8Array {
  const signed = parseDer(elementAt(parseDer(certificate), 0, tags.sequence));
  return elementAt(signed, signed[0]?.tag === tags.version ? 6 : 5, tags.sequence);
}

/** RFC 5280 §4.1.2.7. */
function jwkOfInfo(info: Uint8Array): PublicJwk | undefined {
  const parts = parseDer(info);
  const algorithm = parseDer(elementAt(parts, 0, tags.sequence));
  // The first octet counts unused bits, and there are none.
  const key = elementAt(parts, 1, tags.bitString).subarray(1);
  switch (hex(elementAt(algorithm, 0, tags.oid))) {
    case algorithms.rsa: {
      const numbers = parseDer(onlyElement(parseDer(key), tags.sequence));
      return {
        kty: 'RSA',
        n: number(elementAt(numbers, 0, tags.integer)),
        e: number(elementAt(numbers, 1, tags.integer)),
      };
    }
    case algorithms.ec: {
      const crv = curvesByOid.get(hex(elementAt(algorithm, 1, tags.oid)));
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

/** RFC 7518 §2: without the octet that keeps a DER integer positive. */
function number(integer: Uint8Array): string {
  return base64url(integer[0] === 0 ? integer.subarray(1) : integer);
}

function base64url(octets: Uint8Array): string {
  const binary = String.fromCharCode(...octets);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
