import { once } from 'node:events';
import { createServer } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { anAuthority, serverAuth } from '@clientele/runtime/testing/certificates';
import { Server } from '../server.js';

const web = anAuthority({ subject: 'CN=Web Authority' });
const host = web.issue({ subject: 'CN=localhost', names: [{ dNSName: 'localhost' }], purposes: [serverAuth] });

/** Issues the certificates of clients. The server knows it by the id `partners`. */
export const partners = anAuthority({ subject: 'CN=Partner Authority' });

/** A server over https, with a listener for client certificates beside the public one. This process trusts it from then on. */
export async function startServerForCertificates(): Promise<Server> {
  setDefaultCACertificates([...getCACertificates(), web.pem]);
  const server = await Server.start({
    environment: { TLS_CERT: host.pem, TLS_KEY: host.keyPem, MTLS_PORT: String(await aFreePort()) },
  });
  const authority = { id: 'partners', name: 'Partners', certificate: partners.pem };
  await server.admin().does('POST', '/trusted-cas', authority);
  return server;
}

async function aFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
