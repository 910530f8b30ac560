import { Malformed, elementAt, hex, octetsOfBase64, onlyElement, parseDer } from './der.js';
import { publicKeyPemFault } from './public-key-pem.js';
import { jwkOfPem } from './subject-public-key.js';

const tags = { boolean: 0x01, octetString: 0x04, oid: 0x06, sequence: 0x30, extensions: 0xa3 } as const;
/** RFC 5280 §4.2.1.9. */
const basicConstraints = '551d13';
const pem = /^\s*-----BEGIN CERTIFICATE-----\s+([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*$/;
const maxLength = 16_384;
const certificates = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
const maxBundleLength = 262_144;

/** What is wrong with the PEM of one X.509 certificate of a key that is good enough, or nothing. */
export function certificatePemFault(value: unknown): string | undefined {
  if (typeof value !== 'string' || !pem.test(value)) return 'must be one certificate in PEM';
  if (value.length > maxLength) return `must have at most ${maxLength} characters`;
  return jwkOfPem(value) ? publicKeyPemFault(value) : 'must be a certificate of an RSA, EC or Ed25519 key';
}

/** What is wrong with the PEM of one or more X.509 certificates, one after the other, or nothing. */
export function certificateBundleFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be certificates in PEM';
  if (value.length > maxBundleLength) return `must have at most ${maxBundleLength} characters`;
  const found = value.match(certificates) ?? [];
  const isWhole = found.length > 0 && value.replaceAll(certificates, '').trim() === '';
  if (!isWhole) return 'must be one or more certificates in PEM, and nothing else';
  return found.map(certificatePemFault).find((fault) => fault !== undefined);
}

/** Whether the certificate of a PEM says that it may issue others: RFC 5280 §4.2.1.9. */
export function isCertificateAuthority(text: string): boolean {
  try {
    const certificate = onlyElement(parseDer(octetsOfBase64(pem.exec(text)?.[1] ?? '')), tags.sequence);
    const signed = parseDer(elementAt(parseDer(certificate), 0, tags.sequence));
    const extensions = signed.find(({ tag }) => tag === tags.extensions);
    return extensions !== undefined && hasCaConstraint(onlyElement(parseDer(extensions.content), tags.sequence));
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

function hasCaConstraint(extensions: Uint8Array): boolean {
  return parseDer(extensions).some(({ content }) => {
    const parts = parseDer(content);
    if (hex(elementAt(parts, 0, tags.oid)) !== basicConstraints) return false;
    // Between the name and the value may stand that the extension is critical.
    const value = parts.at(-1)!;
    if (value.tag !== tags.octetString) throw new Malformed();
    const [first] = parseDer(onlyElement(parseDer(value.content), tags.sequence));
    return first?.tag === tags.boolean && first.content[0] === 0xff;
  });
}
