import { type AnyRecord, type AnyResource, type TrustedCa } from '@clientele/client-schema';
import { formatDistinguishedName } from '@clientele/client-schema/distinguished-name';
import { readPem } from '@clientele/runtime/certificates/certificate';

type Derivation = (record: AnyRecord) => AnyRecord;

/** What the server reads out of the members that somebody writes; declared as `read_only` with the others. */
const derivations: ReadonlyMap<string, Derivation> = new Map([
  ['trusted_cas', (record: AnyRecord) => ofCertificate((record as TrustedCa).certificate)],
]);

/** A record with the members that follow from the others. */
export function withDerivedMembers({ name }: AnyResource, record: AnyRecord): AnyRecord {
  const derived = derivations.get(name)?.(record);
  return derived ? { ...record, ...derived } : record;
}

function ofCertificate(pem: string): Partial<TrustedCa> {
  const certificate = readPem(pem);
  // What is no certificate has passed the checks of its shape, and breaks a rule; nothing follows from it.
  if (!certificate) return {};
  const { x509, subject, issuer } = certificate;
  return {
    subject_dn: formatDistinguishedName(subject),
    issuer_dn: formatDistinguishedName(issuer),
    serial_number: x509.serialNumber,
    valid_from: instant(x509.validFromDate),
    expires_at: instant(x509.validToDate),
    sha256_fingerprint: x509.fingerprint256,
  };
}

/** RFC 3339; certificates know no fractions of seconds. */
function instant(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}
