import { type IncomingMessage } from 'node:http';
import { type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { type PeerCertificate } from '@clientele/runtime';

/** A trusted proxy tells of a certificate in a way that can be read in two ways, or in none. */
export class BadCertificateHeader extends Error {}

/** A longer path nobody offers in good faith. */
const maxChain = 16;

/**
 * Finds the certificate of a request. That of the connection is a proxy's where the connection comes from one that is
 * trusted; there the header says whose certificate the proxy has seen. From anywhere else the header says nothing.
 *
 * @param header in lower case; undefined: no proxy tells of certificates
 * @throws BadCertificateHeader from what is returned
 */
export function certificateReader(
  header: string | undefined,
  isProxy: (address: string) => boolean,
): (request: IncomingMessage) => PeerCertificate | undefined {
  if (header === undefined) return ({ socket }) => ofConnection(socket);
  return (request) =>
    isProxy(request.socket.remoteAddress ?? '') ? ofHeader(request, header) : ofConnection(request.socket);
}

/** A connection has one certificate from its beginning to its end; TLS 1.2 is not renegotiated. */
const known = new WeakMap<Socket, PeerCertificate | 'none'>();

function ofConnection(socket: Socket): PeerCertificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  let certificate = known.get(socket);
  if (certificate === undefined) {
    certificate = peerCertificate(socket) ?? 'none';
    known.set(socket, certificate);
  }
  return certificate === 'none' ? undefined : certificate;
}

function peerCertificate(socket: TLSSocket): PeerCertificate | undefined {
  const leaf = socket.getPeerX509Certificate();
  if (!leaf) return undefined;
  const chain: Buffer[] = [];
  // An authority is its own issuer.
  for (let next = leaf.issuerCertificate; next && chain.length < maxChain; next = next.issuerCertificate) {
    chain.push(next.raw);
    if (next.issuerCertificate === next) break;
  }
  return { der: leaf.raw, chain, termination: 'direct' };
}

function ofHeader(request: IncomingMessage, header: string): PeerCertificate | undefined {
  const values = request.headersDistinct[header] ?? [];
  if (values.length > 1) throw new BadCertificateHeader();
  const certificates = certificatesIn(values[0] ?? '');
  // RFC 9440 §2.3: the path has a header of its own, which may be spread over several lines.
  const path = header === 'client-cert' ? (request.headersDistinct['client-cert-chain'] ?? []) : [];
  const [der, ...chain] = [...certificates, ...path.flatMap((line) => line.split(',')).flatMap(certificatesIn)];
  return certificates.length === 0 ? undefined : { der: der!, chain: chain.slice(0, maxChain), termination: 'proxy' };
}

/**
 * The certificates that a header tells, the client's first: as a Byte Sequence (RFC 9440 §2.1), or as PEM or base64 of
 * DER, with or without percent-encoding. None where it is empty, or says so as Apache does.
 */
function certificatesIn(value: string): Buffer[] {
  const text = decoded(value.trim());
  if (text === '' || text === '(null)') return [];
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g);
  if (blocks) return blocks.map((block) => octets(block.slice(27, -25)));
  const sequence = /^:([^:]*):$/.exec(text)?.[1];
  return sequence === undefined ? text.split(',').map(octets) : [octets(sequence)];
}

function decoded(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    throw new BadCertificateHeader();
  }
}

function octets(base64: string): Buffer {
  const text = base64.replaceAll(/\s/g, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) throw new BadCertificateHeader();
  return Buffer.from(text, 'base64');
}
