/** Makes certificates for tests, good ones and bad ones. Not part of what the library offers. */
import { type KeyObject, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { parseDistinguishedName } from '@clientele/client-schema/distinguished-name';
import { completeRecord } from '@clientele/client-schema/resource';
import { type TrustedCa, TrustedCaMembers } from '@clientele/client-schema/resources/trusted-cas';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
} from '@peculiar/asn1-x509';
import { type PeerCertificate } from '../http.js';

/** What a test wants a certificate to say; everything else is as it should be. */
export interface CertificateOptions {
  /** RFC 4514; its values may be of another string type than UTF-8. */
  readonly subject?: string;
  readonly printable?: boolean;
  readonly names?: readonly (
    | { readonly dNSName: string }
    | { readonly uniformResourceIdentifier: string }
    | { readonly iPAddress: string }
    | { readonly rfc822Name: string }
  )[];
  readonly from?: Date;
  readonly to?: Date;
  readonly ca?: boolean;
  readonly pathLength?: number;
  readonly usage?: number;
  /** OIDs. */
  readonly purposes?: readonly string[];
  /** A critical extension that nobody knows, by its OID. */
  readonly critical?: string;
  /** Where it may issue. */
  readonly permitted?: readonly Partial<GeneralName>[];
  readonly excluded?: readonly Partial<GeneralName>[];
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
}

/** A certificate with its key, which may issue others, be it allowed to or not. */
export class Issued {
  constructor(
    readonly der: Buffer,
    readonly keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
    private readonly name: Name,
  ) {}

  get pem(): string {
    return `-----BEGIN CERTIFICATE-----\n${this.der.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
  }

  get keyPem(): string {
    return this.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  issue(options: CertificateOptions = {}): Issued {
    return make(options, { name: this.name, key: this.keys.privateKey });
  }
}

/** A certificate as the host hands it over, with what the client offers for its path. */
export function presented(certificate: Issued, ...chain: readonly Issued[]): PeerCertificate {
  return { der: certificate.der, chain: chain.map(({ der }) => der), termination: 'direct' };
}

/** An authority as a record of the registry. */
export function aTrustedCa(id: string, { pem }: Issued): TrustedCa {
  return completeRecord(TrustedCaMembers, { id, name: id, certificate: pem });
}

/** An authority, trusted by nobody yet. */
export function anAuthority(options: CertificateOptions = {}): Issued {
  return make({ subject: 'CN=Authority,O=Example', ca: true, ...options });
}

/** A certificate that nobody vouches for. */
export function aSelfSignedCertificate(options: CertificateOptions = {}): Issued {
  return make(options);
}

const ecdsaWithSha256 = new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' });
/** RFC 4055 §5: its parameters are NULL. */
const rsaWithSha256 = new AlgorithmIdentifier({
  algorithm: '1.2.840.113549.1.1.11',
  parameters: toArrayBuffer(Buffer.from([5, 0])),
});
/** RFC 5280 §4.2.1.12. */
export const clientAuth = '1.3.6.1.5.5.7.3.2';
export const serverAuth = '1.3.6.1.5.5.7.3.1';

function make(options: CertificateOptions, issuer?: { name: Name; key: KeyObject }): Issued {
  const keys = options.keys ?? generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = nameOf(options);
  const signingKey = issuer?.key ?? keys.privateKey;
  const signatureAlgorithm = signingKey.asymmetricKeyType === 'rsa' ? rsaWithSha256 : ecdsaWithSha256;
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: positive(randomBytes(16)),
    signature: signatureAlgorithm,
    issuer: issuer?.name ?? subject,
    validity: new Validity({
      notBefore: options.from ?? new Date('2020-01-01T00:00:00Z'),
      notAfter: options.to ?? new Date('2049-01-01T00:00:00Z'),
    }),
    subject,
    subjectPublicKeyInfo: AsnConvert.parse(
      keys.publicKey.export({ type: 'spki', format: 'der' }),
      SubjectPublicKeyInfo,
    ),
    extensions: new Extensions(extensionsOf(options)),
  });
  const signed = Buffer.from(AsnConvert.serialize(tbsCertificate));
  const signatureValue = toArrayBuffer(sign('sha256', signed, signingKey));
  const certificate = new Certificate({ tbsCertificate, signatureAlgorithm, signatureValue });
  return new Issued(Buffer.from(AsnConvert.serialize(certificate)), keys, subject);
}

/** A name as ASN.1 has it. */
export function nameOf({ subject = 'CN=billing,O=Example', printable = false }: CertificateOptions): Name {
  return new Name(
    parseDistinguishedName(subject)!.map(
      (part) =>
        new RelativeDistinguishedName(
          part.map(
            ({ type, value }) =>
              new AttributeTypeAndValue({
                type,
                value: new AttributeValue(printable ? { printableString: value } : { utf8String: value }),
              }),
          ),
        ),
    ),
  );
}

function extensionsOf({
  ca = false,
  pathLength,
  names,
  usage,
  purposes,
  critical,
  permitted,
  excluded,
}: CertificateOptions): Extension[] {
  const extension = (extnID: string, value: unknown, isCritical: boolean): Extension =>
    new Extension({ extnID, critical: isCritical, extnValue: new OctetString(AsnConvert.serialize(value)) });
  return [
    extension(
      id_ce_basicConstraints,
      new BasicConstraints({ cA: ca, ...(pathLength !== undefined && { pathLenConstraint: pathLength }) }),
      true,
    ),
    extension(
      id_ce_keyUsage,
      new KeyUsage(usage ?? (ca ? KeyUsageFlags.keyCertSign : KeyUsageFlags.digitalSignature)),
      true,
    ),
    ...(purposes ? [extension(id_ce_extKeyUsage, new ExtendedKeyUsage([...purposes]), false)] : []),
    ...(names
      ? [extension(id_ce_subjectAltName, new SubjectAlternativeName(names.map((name) => new GeneralName(name))), false)]
      : []),
    ...(permitted || excluded ? [extension(id_ce_nameConstraints, constraints(permitted, excluded), true)] : []),
    ...(critical === undefined ? [] : [extension(critical, new OctetString(), true)]),
  ];
}

function constraints(
  permitted: readonly Partial<GeneralName>[] | undefined,
  excluded: readonly Partial<GeneralName>[] | undefined,
): NameConstraints {
  const subtrees = (names: readonly Partial<GeneralName>[]): GeneralSubtrees =>
    new GeneralSubtrees(names.map((name) => new GeneralSubtree({ base: new GeneralName(name) })));
  return new NameConstraints({
    ...(permitted && { permittedSubtrees: subtrees(permitted) }),
    ...(excluded && { excludedSubtrees: subtrees(excluded) }),
  });
}

function positive(octets: Buffer): ArrayBuffer {
  octets[0]! &= 0x7f;
  octets[0]! |= 0x01;
  return toArrayBuffer(octets);
}

function toArrayBuffer(octets: Buffer): ArrayBuffer {
  return Uint8Array.from(octets).buffer;
}
