import { type Certificate } from './certificate.js';
import { areWithin } from './name-constraints.js';

/** Authorities between a client's certificate and the one that is trusted; more nobody needs. */
const maxIntermediates = 5;
/** As many certificates are read as a client offers for its path. */
export const maxOffered = 8;
/** Certificates that are looked at for one path: those that a client makes up may lead in circles. */
const maxChecks = 64;

/**
 * Looks for a path from an end entity to one of the authorities, RFC 5280 §6.1, with every signature, period of validity
 * and constraint on it. Authorities are trusted by name and key, within their own period. Nothing is fetched, and what
 * the client offers for the path is believed no further than it is signed.
 *
 * @param now in seconds since 1970
 * @returns undefined where there is a path; else what is wrong, in words that follow "the certificate"
 */
export function pathFault(
  leaf: Certificate,
  offered: readonly Certificate[],
  authorities: readonly Certificate[],
  now: number,
): string | undefined {
  const trusted = new Set(authorities);
  const candidates = new Set([...authorities, ...offered]);
  let checks = 0;
  let furthest = { length: 0, fault: 'was issued by none of the authorities' };

  function leadsUp(path: readonly Certificate[]): boolean {
    return [...candidates].some((issuer) => {
      if (path.includes(issuer) || ++checks > maxChecks || !path[0]!.x509.checkIssued(issuer.x509)) return false;
      const fault = issuerFault(issuer, path, now);
      if (fault === undefined)
        return trusted.has(issuer) || (path.length <= maxIntermediates && leadsUp([issuer, ...path]));
      if (path.length > furthest.length) furthest = { length: path.length, fault };
      return false;
    });
  }

  return leadsUp([leaf]) ? undefined : furthest.fault;
}

/** What keeps an authority from having issued the first of a path. */
function issuerFault(issuer: Certificate, path: readonly Certificate[], now: number): string | undefined {
  if (!issuer.authority) return 'was issued by one that is no authority';
  if (issuer.key_usage?.includes('keyCertSign') === false)
    return 'was issued with a key that may not sign certificates';
  if (now < issuer.not_before) return 'was issued by an authority whose certificate is not valid yet';
  if (now > issuer.not_after) return 'was issued by an authority whose certificate has expired';
  // The last of a path is no authority, RFC 5280 §4.2.1.9.
  if (path.length - 1 > issuer.path_length) return 'has more authorities above it than one of them allows';
  if (issuer.unknown.length > 0) {
    return `was issued by an authority with an extension that this server does not judge: ${issuer.unknown.join(', ')}`;
  }
  if (issuer.constraints && !path.every((below) => areWithin(below, issuer.constraints!))) {
    return 'has a name for which one of the authorities above it may not issue';
  }
  return isSigned(path[0]!, issuer) ? undefined : 'has a signature that its issuer did not make';
}

function isSigned(certificate: Certificate, issuer: Certificate): boolean {
  try {
    return certificate.x509.verify(issuer.x509.publicKey);
  } catch {
    // The key is of a kind that makes no such signatures.
    return false;
  }
}
