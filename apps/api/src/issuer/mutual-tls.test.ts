import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { type RequestOptions as SecureOptions, request as secureRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { type Issued, aSelfSignedCertificate, anAuthority, serverAuth } from '@clientele/runtime/testing/certificates';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApi, aMachineClient } from '../testing/admin-api.js';
import { SaidToBe, as } from '../testing/callers.js';
import { freePorts } from '../testing/free-ports.js';
import { type RunningServer, runningServer } from '../testing/running-server.js';

const web = anAuthority({ subject: 'CN=Web Authority' });
const host = web.issue({
  subject: 'CN=localhost',
  names: [{ dNSName: 'localhost' }, { iPAddress: '127.0.0.1' }],
  purposes: [serverAuth],
});
const tls = { TLS_CERT: host.pem, TLS_KEY: host.keyPem };

const partners = anAuthority({ subject: 'CN=Partner Authority' });
const issuing = partners.issue({ subject: 'CN=Issuing', ca: true });
const billing = issuing.issue({ subject: 'CN=billing,O=Example', names: [{ dNSName: 'billing.example.com' }] });
const selfSigned = aSelfSignedCertificate({ subject: 'CN=lonely' });

interface Told {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

/** What a connection is opened with to show a certificate. */
const showing = (certificate: Issued, ...chain: readonly Issued[]) => ({
  cert: [certificate, ...chain].map(({ pem }) => pem).join(''),
  key: certificate.keyPem,
});

/** How to connect, and what to send beside the form. */
interface Connection extends Omit<SecureOptions, 'headers'> {
  readonly headers?: Record<string, string | string[]>;
  readonly session?: Buffer;
}

/** A form to an address, over a connection of its own. */
async function post(
  url: string,
  form: Record<string, string>,
  { headers, ...options }: Connection = {},
): Promise<Told> {
  const send = url.startsWith('https:') ? secureRequest : plainRequest;
  const sent = send(url, {
    method: 'POST',
    agent: false,
    ca: web.pem,
    ...options,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });
  sent.end(new URLSearchParams(form).toString());
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const body = await text(response);
  return { status: response.statusCode!, headers: response.headers, body: JSON.parse(body || '{}') as Told['body'] };
}

const machine = (client_id: string, more: object) =>
  aMachineClient({ client_id, token_endpoint_auth_method: 'tls_client_auth', ...more });
const grant = (client_id: string) => ({ grant_type: 'client_credentials', client_id });

async function registered(api: AdminApi, ...clients: readonly object[]): Promise<void> {
  expect((await api.post('/trusted-cas', { id: 'partners', name: 'Partners', certificate: partners.pem })).status).toBe(
    201,
  );
  for (const client of clients) expect(await api.post('/clients', client)).toMatchObject({ status: 201 });
}

async function ruleOf(api: AdminApi, { headers }: Told): Promise<unknown> {
  return (await api.get(`/receipts/${String(headers['x-receipt'])}`)).body.rule;
}

describe('client certificates on the issuer’s own listener', () => {
  let server: RunningServer;
  let api: AdminApi;
  let url: string;

  beforeAll(async () => {
    server = await runningServer({
      environment: { ...tls, TLS_CLIENT_CA: web.pem, TLS_POLICY: 'rfc9325' },
      tokens: new SaidToBe(),
    });
    api = as(server, {});
    url = `${server.config.issuer}/token`;
    await registered(
      api,
      machine('billing', { tls_client_auth_san_dns: 'billing.example.com', tls_client_auth_issuer_ids: ['partners'] }),
      machine('deployed', { tls_client_auth_subject_dn: 'CN=deployed' }),
      machine('lonely', {
        token_endpoint_auth_method: 'self_signed_tls_client_auth',
        jwks: {
          keys: [{ ...selfSigned.keys.publicKey.export({ format: 'jwk' }), x5c: [selfSigned.der.toString('base64')] }],
        },
      }),
      machine('mover', {
        token_endpoint_auth_method: 'client_secret_basic',
        secondary_token_endpoint_auth_method: 'tls_client_auth',
        secondary_tls_client_auth_subject_type: 'subject_dn',
        secondary_tls_client_auth_subject_value: 'CN=billing,O=Example',
        secondary_tls_client_auth_issuer_ids: ['partners'],
      }),
    );
  }, 60_000);
  afterAll(() => server.close());

  it('[tls_client_auth_san_dns] [tls_client_auth_issuer_ids] prove a client over TLS, with the path that comes along', async () => {
    expect(await post(url, grant('billing'), showing(billing, issuing))).toMatchObject({
      status: 200,
      body: { token_type: 'Bearer' },
      headers: { 'strict-transport-security': expect.any(String) },
    });
    const pathless = await post(url, grant('billing'), showing(billing));
    expect(pathless).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await ruleOf(api, pathless)).toBe('client-certificate-is-trusted');
  });

  it('are asked for and not required', async () => {
    const without = await post(url, grant('billing'));
    expect(without).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await ruleOf(api, without)).toBe('client-certificate-is-presented');
  });

  it('[tls_client_auth_subject_dn] may be vouched for by an authority that is deployed with the server', async () => {
    const deployed = web.issue({ subject: 'CN=deployed' });
    expect((await post(url, grant('deployed'), showing(deployed))).status).toBe(200);
    expect((await post(url, grant('deployed'), showing(host))).status).toBe(401);
  });

  it('may be self-signed, of clients that have registered them', async () => {
    expect((await post(url, grant('lonely'), showing(selfSigned))).status).toBe(200);
    const refused = await post(url, grant('lonely'), showing(aSelfSignedCertificate({ subject: 'CN=lonely' })));
    expect(await ruleOf(api, refused)).toBe('client-certificate-key-is-registered');
  });

  it('[secondary_tls_client_auth_subject_type] [secondary_tls_client_auth_subject_value] prove a client by its second way', async () => {
    expect((await post(url, grant('mover'), showing(billing, issuing))).status).toBe(200);
    expect((await post(url, grant('mover'), showing(selfSigned))).status).toBe(401);
  });

  it('come with their path on every connection, since none is resumed', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const options = {
        host: '127.0.0.1',
        port: server.config.issuerPort,
        ca: web.pem,
        maxVersion,
        ...showing(billing, issuing),
      };
      const first = connect(options);
      let session: Buffer = Buffer.alloc(0);
      first.on('session', (ticket: Buffer) => (session = ticket));
      await once(first, 'secureConnect');
      session = first.getSession() ?? session;
      first.destroy();
      const answer = await post(url, grant('billing'), {
        ...showing(billing, issuing),
        session,
        maxVersion,
      });
      expect(answer.status).toBe(200);
      const second = connect({ ...options, session });
      await once(second, 'secureConnect');
      expect(second.isSessionReused()).toBe(false);
      second.destroy();
    }
  });

  it('[T-076] in headers of strangers are nobody’s', async () => {
    const pem = encodeURIComponent(billing.pem + issuing.pem);
    const headers = Object.fromEntries(
      ['client-cert', 'x-ssl-client-cert', 'x-client-cert', 'x-forwarded-client-cert', 'ssl-client-cert'].map(
        (name) => [name, pem],
      ),
    );
    const refused = await post(url, grant('billing'), { headers });
    expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await ruleOf(api, refused)).toBe('client-certificate-is-presented');
  });

  it('are asked for over the connections that TLS_POLICY allows', async () => {
    const cipherOf = async (options: object): Promise<string> => {
      const socket = connect({ host: '127.0.0.1', port: server.config.issuerPort, ca: web.pem, ...options });
      await once(socket, 'secureConnect');
      const { name } = socket.getCipher();
      socket.destroy();
      return name;
    };
    const narrow = ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384'];
    for (const ciphers of narrow) expect(await cipherOf({ maxVersion: 'TLSv1.2', ciphers })).toBe(ciphers);
    expect(await cipherOf({ minVersion: 'TLSv1.3' })).toBe('TLS_AES_256_GCM_SHA384');
    for (const ciphers of ['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES256-SHA']) {
      await expect(cipherOf({ maxVersion: 'TLSv1.2', ciphers }), ciphers).rejects.toThrow();
    }
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    await expect(cipherOf(old)).rejects.toThrow();
  });

  it('are no fault of a connection that is none', async () => {
    const sent = plainRequest({ host: '127.0.0.1', port: server.config.issuerPort, path: '/jwks', agent: false });
    sent.end();
    await expect(once(sent, 'response')).rejects.toThrow();
    expect((await post(url, grant('billing'), showing(billing, issuing))).status).toBe(200);
  });
});

describe('client certificates on a listener of their own', () => {
  let server: RunningServer;
  let api: AdminApi;
  let mtls: string;

  beforeAll(async () => {
    const [port] = await freePorts(1);
    mtls = `https://localhost:${port}`;
    server = await runningServer({ environment: { ...tls, MTLS_PORT: String(port) }, tokens: new SaidToBe() });
    api = as(server, {});
    await registered(
      api,
      machine('billing', { tls_client_auth_subject_dn: 'CN=billing,O=Example', use_mtls_endpoint_aliases: true }),
      machine('bound', {
        token_endpoint_auth_method: 'client_secret_post',
        client_secret: 'aXk2-Pq9f_Lr7Tz0Wm4Yb8Nd',
        tls_client_certificate_bound_access_tokens: true,
        allow_token_introspection: true,
      }),
    );
  }, 60_000);
  afterAll(() => server.close());

  it('[use_mtls_endpoint_aliases] are shown there, where discovery says, and nowhere else', async () => {
    const discovery = secureRequest(`${server.config.issuer}/.well-known/openid-configuration`, { ca: web.pem });
    discovery.end();
    const [answer] = (await once(discovery, 'response')) as [IncomingMessage];
    const { mtls_endpoint_aliases, token_endpoint } = JSON.parse(await text(answer)) as {
      mtls_endpoint_aliases: { token_endpoint: string };
      token_endpoint: string;
    };
    expect(mtls_endpoint_aliases.token_endpoint).toBe(`${mtls}/token`);
    expect((await post(mtls_endpoint_aliases.token_endpoint, grant('billing'), showing(billing, issuing))).status).toBe(
      200,
    );
    const elsewhere = await post(token_endpoint, grant('billing'), showing(billing, issuing));
    expect(elsewhere).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect((await api.get(`/receipts/${String(elsewhere.headers['x-receipt'])}`)).body).toMatchObject({
      rule: 'client-certificate-is-presented',
      registered: [mtls],
    });
  });

  it('[tls_client_certificate_bound_access_tokens] bind tokens of clients that authenticate otherwise', async () => {
    const proof = { client_id: 'bound', client_secret: 'aXk2-Pq9f_Lr7Tz0Wm4Yb8Nd' };
    const { body } = await post(`${mtls}/token`, { ...proof, grant_type: 'client_credentials' }, showing(selfSigned));
    const told = await post(`${server.config.issuer}/introspect`, { ...proof, token: String(body.access_token) });
    const thumbprint = Buffer.from(
      new X509Certificate(selfSigned.der).fingerprint256.replaceAll(':', ''),
      'hex',
    ).toString('base64url');
    expect(told.body).toMatchObject({ active: true, cnf: { 'x5t#S256': thumbprint } });
    const unbound = await post(`${server.config.issuer}/token`, { ...proof, grant_type: 'client_credentials' });
    expect(unbound).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('client certificates in the header of a proxy', () => {
  const trusted = '127.0.0.2';
  let api: AdminApi;
  const servers: RunningServer[] = [];

  async function behind(header: string, environment: Record<string, string> = {}): Promise<RunningServer> {
    const server = await runningServer({
      environment: { CLIENT_CERT_HEADER: header, TRUSTED_PROXIES: trusted, ...environment },
      tokens: new SaidToBe(),
    });
    servers.push(server);
    api = as(server, {});
    await registered(api, machine('billing', { tls_client_auth_subject_dn: 'CN=billing,O=Example' }));
    return server;
  }
  afterAll(() => Promise.all(servers.map((server) => server.close())));

  /** Asks as the proxy does, or from elsewhere; a header with several values is sent as often. */
  const ask = ({ config }: RunningServer, headers: Record<string, string | string[]>, localAddress = trusted) =>
    post(`http://127.0.0.1:${config.issuerPort}/token`, grant('billing'), { headers, localAddress });

  const base64 = ({ der }: Issued) => der.toString('base64');

  it('[tls_client_auth_termination] count as those of connections do, however they are encoded', async () => {
    const server = await behind('X-SSL-Cert');
    const accepted = [
      encodeURIComponent(billing.pem + issuing.pem),
      (billing.pem + issuing.pem).replaceAll('\n', ' '),
      `${base64(billing)},${base64(issuing)}`,
      encodeURIComponent(`${base64(billing)},${base64(issuing)}`),
    ];
    for (const value of accepted)
      expect(await ask(server, { 'x-ssl-cert': value }), value).toMatchObject({ status: 200 });
    await api.patch('/clients/billing', { tls_client_auth_termination: 'proxy' });
    expect((await ask(server, { 'x-ssl-cert': accepted[0]! })).status).toBe(200);
    expect(await api.patch('/clients/billing', { tls_client_auth_termination: 'direct' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/tls_client_auth_termination', rule: 'mutual-tls-is-switched-on' }] },
    });
  });

  it('[T-076] count from the proxy alone', async () => {
    const server = await behind('X-SSL-Cert');
    const value = encodeURIComponent(billing.pem + issuing.pem);
    expect((await ask(server, { 'x-ssl-cert': value })).status).toBe(200);
    const forged = await ask(server, { 'x-ssl-cert': value, 'x-forwarded-for': trusted }, '127.0.0.1');
    expect(forged).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await ruleOf(api, forged)).toBe('client-certificate-is-presented');
  });

  it('[T-076] under another name are none, and twice or garbled are a bad request', async () => {
    const server = await behind('X-SSL-Cert');
    const value = encodeURIComponent(billing.pem + issuing.pem);
    for (const name of ['client-cert', 'x-ssl-client-cert', 'x_ssl_cert'])
      expect((await ask(server, { [name]: value })).status).toBe(401);
    for (const none of ['', '(null)']) expect((await ask(server, { 'x-ssl-cert': none })).status).toBe(401);
    const faults = [
      [value, value],
      [value, ''],
      '%',
      'no certificate',
      ':AAAA',
      'AAAA,',
      encodeURIComponent('-----BEGIN CERTIFICATE-----\n%\n'),
    ];
    for (const fault of faults) {
      expect(await ask(server, { 'x-ssl-cert': fault }), String(fault)).toMatchObject({
        status: 400,
        body: { error: 'invalid_request' },
      });
    }
    // What can be decoded and is no certificate is nobody's.
    expect((await ask(server, { 'x-ssl-cert': 'AAAA' })).status).toBe(401);
  });

  it('are read as RFC 9440 has it, with their path', async () => {
    const server = await behind('Client-Cert');
    const headers = { 'client-cert': `:${base64(billing)}:` };
    expect((await ask(server, headers)).status).toBe(401);
    expect(
      (await ask(server, { ...headers, 'client-cert-chain': `:${base64(issuing)}:, :${base64(partners)}:` })).status,
    ).toBe(200);
    expect((await ask(server, { 'client-cert-chain': `:${base64(billing)}:, :${base64(issuing)}:` })).status).toBe(401);
  });

  it('are not that with which the proxy itself connects', async () => {
    const server = await behind('X-SSL-Cert', { ...tls, TLS_CLIENT_CA: web.pem, ISSUER: 'https://as.example' });
    const url = `https://localhost:${server.config.issuerPort}/token`;
    const over = async (options: object) =>
      (await post(url, grant('billing'), { ...showing(billing, issuing), ...options })).status;
    expect(await over({ host: '127.0.0.1' })).toBe(200);
    expect(await over({ host: '127.0.0.1', localAddress: trusted })).toBe(401);
    const told = { 'x-ssl-cert': encodeURIComponent(billing.pem + issuing.pem) };
    expect(await over({ host: '127.0.0.1', localAddress: trusted, headers: told })).toBe(200);
  });
});

describe('a server without client certificates', () => {
  it('[use_mtls_endpoint_aliases] takes no client that would need them', async () => {
    const server = await runningServer({ tokens: new SaidToBe() });
    const api = as(server, {});
    expect(await api.post('/clients', machine('billing', { tls_client_auth_subject_dn: 'CN=billing' }))).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/token_endpoint_auth_method', rule: 'mutual-tls-is-switched-on' }] },
    });
    expect(await api.post('/trusted-cas', { id: 'leaf', name: 'Leaf', certificate: billing.pem })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/certificate', rule: 'certificate-is-of-an-authority' }] },
    });
    await server.close();
  });
});
