import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Unfit } from './unfit.js';

/** The certificate of the issuer listener with its key, in PEM. */
export interface TlsCredentials {
  readonly cert: string;
  readonly key: string;
}

/**
 * Which cipher suites of TLS 1.2 the issuer listener takes: those of its platform, or the four of RFC 9325 §4.2 alone,
 * ECDHE with AES-GCM. It speaks TLS 1.2 and 1.3 with either.
 */
export const tlsPolicies = ['platform', 'rfc9325'] as const;
export type TlsPolicy = (typeof tlsPolicies)[number];

/** How the certificates of clients reach the issuer, RFC 8705. */
export interface ClientCertificates {
  /** The listener asks for them during the handshake. */
  readonly direct: boolean;
  /** Of a listener of its own that asks for them; undefined: the issuer listener does. */
  readonly port?: number | undefined;
  /** In PEM: authorities that are named in the handshake, and trusted by clients that choose none. */
  readonly authorities: readonly string[];
  /** Lower-case name of the header in which trusted proxies tell them. */
  readonly header?: string | undefined;
  /** Where the endpoints are reached with a certificate: an origin; undefined: at the issuer’s own. */
  readonly aliasUrl?: string | undefined;
}

/** The text of a file, or of the variable itself where that is PEM. @throws Unfit */
export function pem(value: string): string {
  if (value.includes('-----BEGIN ')) return value;
  try {
    return readFileSync(value, 'utf8');
  } catch (error) {
    throw new Unfit(`names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** A certificate with those between it and its authority. @throws Unfit */
export function certificateChain(value: string): string {
  const text = pem(value);
  if (certificatesIn(text).length === 0) throw new Unfit('must be, or name a file of, certificates in PEM');
  return text;
}

/** The authorities of a bundle, each in PEM. @throws Unfit */
export function authorities(value: string): readonly string[] {
  const found = certificatesIn(pem(value));
  if (found.length === 0) throw new Unfit('must be, or name a file of, certificates in PEM');
  if (found.some((text) => !new X509Certificate(text).ca))
    throw new Unfit('must hold certificates of authorities only');
  return found;
}

/** A private key without a passphrase. @throws Unfit */
export function privateKey(value: string): string {
  const text = pem(value);
  try {
    createPrivateKey(text);
    return text;
  } catch {
    throw new Unfit('must be, or name a file of, a private key in PEM without a passphrase');
  }
}

/** Whether a certificate is of a key. */
export function belongTogether({ cert, key }: TlsCredentials): boolean {
  return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
}

/** The name of a header as Node has it, RFC 9110 §5.1. @throws Unfit */
export function headerName(value: string): string {
  const name = value.toLowerCase();
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) throw new Unfit('must be the name of an HTTP header');
  const taken = [
    'authorization',
    'connection',
    'content-length',
    'content-type',
    'cookie',
    'host',
    'transfer-encoding',
  ];
  if (taken.includes(name)) throw new Unfit('must not be a header of another meaning');
  return name;
}

function certificatesIn(text: string): string[] {
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return found.map((one) => new X509Certificate(one).toString());
  } catch {
    throw new Unfit('must be, or name a file of, certificates in PEM');
  }
}
