import { constants } from 'node:crypto';
import { type RequestListener, type Server, createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type Config } from '../configuration/config.js';
import { type TlsCredentials } from '../configuration/tls.js';
import { issuerLimits, limits } from '../limits.js';

export interface Listener {
  readonly server: Server;
  /** Undefined: the issuer's. */
  readonly port?: number | undefined;
  /** Takes another certificate for connections from now on; those that are open keep theirs. */
  renew?(credentials: TlsCredentials): void;
}

type Certificates = Partial<Pick<Config, 'tls' | 'tlsPolicy' | 'clientCertificates'>>;

/** Those of TLS 1.3 are all good; the others are RFC 9325 §4.2. */
const narrowCiphers = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':');

/** The issuer's listener, and the one that asks for certificates where that is another. */
export function listenersOf({ tls, tlsPolicy, clientCertificates }: Certificates, answer: RequestListener): Listener[] {
  if (!tls) return [{ server: createServer(issuerLimits, answer) }];
  const { direct = false, port, authorities = [] } = clientCertificates ?? {};
  const asking = {
    // Which certificates are good for what the runtime decides, who may have signed them included: a self-signed one is
    // as good as any to a client that has registered it. That the peer holds the key is proven by the handshake.
    requestCert: true,
    rejectUnauthorized: false,
    // The authorities that are named to the peer.
    ca: [...authorities],
    // A resumed session would remember the certificate, and not those that came with it.
    secureOptions: constants.SSL_OP_NO_TICKET,
  };
  // RFC 9325 §3.1.1, whatever the flags of the process say.
  const minVersion = 'TLSv1.2';
  const spoken = { minVersion, ...(tlsPolicy === 'rfc9325' && { ciphers: narrowCiphers }) } as const;
  const listener = (asked: object, own?: number): Listener => {
    const options = { ...spoken, ...asked };
    const server = createSecureServer(
      { ...issuerLimits, handshakeTimeout: limits.headerTimeout, ...tls, ...options },
      answer,
    );
    return { server, port: own, renew: (credentials) => server.setSecureContext({ ...credentials, ...options }) };
  };
  return port === undefined ? [listener(direct ? asking : {})] : [listener({}), listener(asking, port)];
}
