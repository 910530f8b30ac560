import { isIPv4 } from 'node:net';
import { type CertificateSubject, type CertificateSubjectType } from '@clientele/client-schema/certificate-subject';
import {
  agreeOn,
  formatDistinguishedName,
  isSameName,
  parseDistinguishedName,
} from '@clientele/client-schema/distinguished-name';
import { type Certificate } from './certificate.js';

/**
 * Whether a certificate is of a subject, RFC 8705 §2.1.2. Names are compared by their attributes and alternative names
 * whole: no wildcard stands for anything, and only what is written without regard to case is read so.
 *
 * @param rdns attribute types by OID: only those of the subject's name are compared; none: the whole name
 */
export function isOfSubject(
  { subject, names }: Certificate,
  { type, value }: CertificateSubject,
  rdns: readonly string[],
): boolean {
  switch (type) {
    case 'subject_dn': {
      const expected = parseDistinguishedName(value);
      if (!expected) return false;
      return rdns.length > 0 ? agreeOn(rdns, expected, subject) : isSameName(expected, subject);
    }
    case 'san_dns':
      return names.dns.some((name) => lowerCase(name) === lowerCase(value));
    case 'san_uri':
      return names.uri.includes(value);
    case 'san_ip':
      return names.ip.some((address) => canonicalAddress(address) === canonicalAddress(value));
    case 'san_email':
      return names.email.some((address) => canonicalEmail(address) === canonicalEmail(value));
  }
}

/** What a certificate has in the place where a subject is looked for. */
export function subjectIn({ subject, names }: Certificate, type: CertificateSubjectType): readonly string[] {
  if (type === 'subject_dn') return [formatDistinguishedName(subject)];
  return names[({ san_dns: 'dns', san_uri: 'uri', san_ip: 'ip', san_email: 'email' } as const)[type]];
}

/** Of ASCII letters alone: other characters have no case that all agree on. */
function lowerCase(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The same for every spelling of one address. */
function canonicalAddress(text: string): string | undefined {
  return isIPv4(text) ? text : URL.parse(`http://[${text}]/`)?.hostname;
}

/** RFC 5280 §7.5: the host is read without regard to case, and nothing else. */
function canonicalEmail(text: string): string {
  const at = text.lastIndexOf('@');
  return text.slice(0, at) + lowerCase(text.slice(at));
}
