import { X509Certificate, createHash } from 'node:crypto';
import { type DistinguishedName } from '@clientele/client-schema/distinguished-name';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  type AttributeValue,
  BasicConstraints,
  Certificate as CertificateSyntax,
  ExtendedKeyUsage,
  type GeneralName,
  type GeneralSubtrees,
  KeyUsage,
  type Name,
  NameConstraints as NameConstraintsSyntax,
  SubjectAlternativeName,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_extKeyUsage,
  id_ce_inhibitAnyPolicy,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_policyMappings,
  id_ce_subjectAltName,
} from '@peculiar/asn1-x509';
import { BoundedCache } from '../bounded-cache.js';
import { type NameConstraints, type Subtrees } from './name-constraints.js';

/** The names in a certificate's subjectAltName, RFC 5280 §4.2.1.6, as they stand there. */
export interface AlternativeNames {
  readonly dns: readonly string[];
  readonly uri: readonly string[];
  readonly ip: readonly string[];
  readonly email: readonly string[];
}

/** A certificate, read; nothing of what it says has been checked. */
export interface Certificate {
  readonly x509: X509Certificate;
  /** SHA-256 of its DER, base64url: `x5t#S256`, RFC 8705 §3.1. */
  readonly thumbprint: string;
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  readonly names: AlternativeNames;
  /** Seconds since 1970; it is valid at both. */
  readonly not_before: number;
  readonly not_after: number;
  /** What its key may be used for; undefined: for anything. RFC 5280 §4.2.1.3. */
  readonly key_usage: readonly string[] | undefined;
  /** The purposes of its key by OID; undefined: any. RFC 5280 §4.2.1.12. */
  readonly purposes: readonly string[] | undefined;
  /** Whether it may issue others, RFC 5280 §4.2.1.9. */
  readonly authority: boolean;
  /** How many authorities may stand between it and an end entity. */
  readonly path_length: number;
  /** Where it may issue, if it is an authority; undefined: anywhere. */
  readonly constraints: NameConstraints | undefined;
  /** Critical extensions by OID that this server does not understand: nobody may rely on a certificate with one. */
  readonly unknown: readonly string[];
}

const maxOctets = 16_384;
const cacheLimit = 2_000;
const read = new BoundedCache<Certificate>(cacheLimit);

/**
 * Extensions whose being critical changes nothing here. Those about policies only narrow a set of policies that nobody
 * asks for; RFC 5280 §6.1.1 (c) to (g) with any policy accepted and none required.
 */
const understood: ReadonlySet<string> = new Set([
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_extKeyUsage,
  id_ce_subjectAltName,
  id_ce_nameConstraints,
  id_ce_certificatePolicies,
  id_ce_policyMappings,
  id_ce_inhibitAnyPolicy,
]);

/** Reads a certificate by its DER. Undefined: it is none, or one that no two readers may read alike. */
export function readCertificate(der: Uint8Array): Certificate | undefined {
  if (der.length > maxOctets) return undefined;
  const thumbprint = createHash('sha256').update(der).digest('base64url');
  const known = read.get(thumbprint);
  if (known) return known;
  const certificate = parse(der, thumbprint);
  if (certificate) read.set(thumbprint, certificate);
  return certificate;
}

/** Reads a certificate in PEM. */
export function readPem(pem: string): Certificate | undefined {
  const base64 = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem)?.[1];
  return base64 === undefined ? undefined : readCertificate(Buffer.from(base64, 'base64'));
}

function parse(der: Uint8Array, thumbprint: string): Certificate | undefined {
  try {
    const x509 = new X509Certificate(der);
    // What stands behind a certificate is not part of it, and its thumbprint must be that of the whole.
    if (!x509.raw.equals(der)) return undefined;
    const { tbsCertificate: signed } = AsnConvert.parse(x509.raw, CertificateSyntax);
    const extensions = signed.extensions ?? [];
    const ids = extensions.map(({ extnID }) => extnID);
    if (new Set(ids).size !== ids.length) return undefined;
    const extension = <T>(id: string, syntax: new () => T): T | undefined => {
      const found = extensions.find(({ extnID }) => extnID === id);
      return found && AsnConvert.parse(found.extnValue.buffer, syntax);
    };
    const constraints = extension(id_ce_basicConstraints, BasicConstraints);
    return {
      x509,
      thumbprint,
      subject: nameOf(signed.subject),
      issuer: nameOf(signed.issuer),
      names: alternativeNames(extension(id_ce_subjectAltName, SubjectAlternativeName) ?? []),
      not_before: x509.validFromDate.getTime() / 1000,
      not_after: x509.validToDate.getTime() / 1000,
      key_usage: extension(id_ce_keyUsage, KeyUsage)?.toJSON(),
      purposes: extension(id_ce_extKeyUsage, ExtendedKeyUsage)?.map(String),
      authority: constraints?.cA ?? false,
      path_length: constraints?.pathLenConstraint ?? Number.POSITIVE_INFINITY,
      constraints: constraintsOf(extension(id_ce_nameConstraints, NameConstraintsSyntax)),
      unknown: extensions
        .filter(({ extnID, critical }) => critical && !understood.has(extnID))
        .map(({ extnID }) => extnID),
    };
  } catch {
    // The parsers throw errors of many kinds at what is no certificate, and there is nothing else that could go wrong.
    return undefined;
  }
}

function nameOf(name: Name): DistinguishedName {
  return name.map((part) => part.map(({ type, value }) => ({ type, value: textOf(value) })));
}

function textOf(value: AttributeValue): string {
  // A text with a NUL would read like what is no text.
  const text = value.anyValue ? undefined : value.toString();
  return text === undefined || text.includes('\0')
    ? `\0${Buffer.from(AsnConvert.serialize(value)).toString('hex')}`
    : text;
}

function alternativeNames(all: readonly GeneralName[]): AlternativeNames {
  return {
    dns: all.flatMap(({ dNSName }) => dNSName ?? []),
    uri: all.flatMap(({ uniformResourceIdentifier }) => uniformResourceIdentifier ?? []),
    ip: all.flatMap(({ iPAddress }) => iPAddress ?? []),
    email: all.flatMap(({ rfc822Name }) => rfc822Name ?? []),
  };
}

/** @throws Error for constraints on names of kinds that nobody compares: such a certificate cannot be relied on */
function constraintsOf(constraints: NameConstraintsSyntax | undefined): NameConstraints | undefined {
  if (!constraints) return undefined;
  const { permittedSubtrees, excludedSubtrees } = constraints;
  return { permitted: subtreesOf(permittedSubtrees), excluded: subtreesOf(excludedSubtrees) };
}

function subtreesOf(subtrees: GeneralSubtrees | undefined): Subtrees {
  const bases = (subtrees ?? []).map(({ base, minimum, maximum }) => {
    const isKnown = [base.dNSName, base.uniformResourceIdentifier, base.iPAddress, base.rfc822Name, base.directoryName];
    // RFC 5280 §4.2.1.10: the distances are not used.
    if (minimum !== 0 || maximum !== undefined || isKnown.every((one) => one === undefined)) {
      throw new TypeError('a constraint on names that nobody compares');
    }
    return base;
  });
  return {
    ...alternativeNames(bases),
    directory: bases.flatMap(({ directoryName }) => (directoryName ? [nameOf(directoryName)] : [])),
  };
}
