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

type Certificates = Partial<Pick<Config, 'tls' | 'clientCertificates'>>;

/** The issuer's listener, and the one that asks for certificates where that is another. */
export function listenersOf({ tls, clientCertificates }: Certificates, answer: RequestListener): Listener[] {
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
  const listener = (options: object, own?: number): Listener => {
    const server = createSecureServer(
      { ...issuerLimits, handshakeTimeout: limits.headerTimeout, ...tls, ...options },
      answer,
    );
    return { server, port: own, renew: (credentials) => server.setSecureContext({ ...credentials, ...options }) };
  };
  return port === undefined ? [listener(direct ? asking : {})] : [listener({}), listener(asking, port)];
}
