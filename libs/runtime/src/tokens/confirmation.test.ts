import { type Client } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { type PeerCertificate } from '../http.js';
import { aSelfSignedCertificate, presented } from '../testing/certificates.js';
import {
  type World,
  aRegisteredClient,
  redirectUri,
  serverReachedBy,
  serverWith,
  verifier,
} from '../testing/server-with.js';

const mine = presented(aSelfSignedCertificate());
const theirs = presented(aSelfSignedCertificate());
const bound = { tls_client_certificate_bound_access_tokens: true } as const;

type Answer = Record<string, unknown> & { access_token: string; refresh_token: string; error?: string };

async function exchange(world: World, form: Record<string, string>, certificate?: PeerCertificate): Promise<Answer> {
  const publicClient = world.client.document.token_endpoint_auth_method === 'none';
  const response = await world.post(
    '/token',
    { ...form, ...(publicClient && { client_id: 'app' }) },
    publicClient ? {} : { authorization: world.basic },
    certificate,
  );
  return { ...(JSON.parse(response.body) as Answer), status: response.status };
}

async function signIn(world: World, certificate?: PeerCertificate): Promise<Answer> {
  const code = (await world.authorize()).get('code')!;
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
  return exchange(world, form, certificate);
}

const refreshed = (world: World, refresh_token: string, certificate?: PeerCertificate) =>
  exchange(world, { grant_type: 'refresh_token', refresh_token }, certificate);

const userinfo = async (world: World, token: string, certificate?: PeerCertificate) => {
  const headers = { authorization: `Bearer ${token}` };
  return world.send('GET', '/userinfo', { headers, ...(certificate && { certificate }) });
};

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
}

describe('tokens that are bound to a certificate', () => {
  it.each([
    ['JWT', 'jwt'],
    ['opaque', 'opaque'],
  ] as const)(
    '[tls_client_certificate_bound_access_tokens] [T-074] are worth something with that certificate alone: %s',
    async (_, format) => {
      const world = await serverWith(aRegisteredClient({ ...bound }));
      const [manager] = world.settings.records.access_token_managers;
      world.settings.records.access_token_managers = [{ ...manager!, format }];
      const answer = await signIn(world, mine);
      expect(answer).toMatchObject({ status: 200, token_type: 'Bearer' });
      expect((await userinfo(world, answer.access_token, mine)).status).toBe(200);
      for (const certificate of [theirs, undefined]) {
        const refused = await userinfo(world, answer.access_token, certificate);
        expect(refused).toMatchObject({
          status: 401,
          headers: { 'www-authenticate': expect.stringContaining('error="invalid_token"') },
        });
        expect((await world.receiptOf(refused)).rule).toBe('access-token-is-used-with-its-certificate');
      }
      expect(await world.server.verifyAccessToken(answer.access_token)).toBeUndefined();
    },
  );

  it('[tls_client_certificate_bound_access_tokens] name it, to whoever reads or introspects them', async () => {
    const world = await serverWith(aRegisteredClient({ ...bound, allow_token_introspection: true }));
    const { access_token } = await exchange(world, { grant_type: 'client_credentials' }, mine);
    const cnf = { 'x5t#S256': expect.stringMatching(/^[\w-]{43}$/) };
    expect(claimsOf(access_token)).toMatchObject({ cnf });
    expect(await world.introspect(access_token)).toMatchObject({ active: true, token_type: 'Bearer', cnf });
    const free = await serverWith();
    expect(
      claimsOf((await exchange(free, { grant_type: 'client_credentials' }, mine)).access_token),
    ).not.toHaveProperty('cnf');
  });

  it('[tls_client_certificate_bound_access_tokens] are not given to a request without one, whose code stays good', async () => {
    const world = await serverWith(aRegisteredClient({ ...bound }));
    const code = (await world.authorize()).get('code')!;
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    expect(await exchange(world, form)).toMatchObject({ status: 400, error: 'invalid_request' });
    expect(await exchange(world, form, mine)).toMatchObject({ status: 200 });
  });

  it('[use_mtls_endpoint_aliases] [tls_client_auth_termination] are bound to a certificate that arrives as it should', async () => {
    const options = { mutualTls: { authorities: [], aliasUrl: 'https://mtls.as.example' } };
    const ask = async (document: Partial<Client>, host: string) => {
      const world = await serverReachedBy(options, aRegisteredClient({ ...bound, ...document }));
      const headers = { authorization: world.basic, host };
      return (await world.post('/token', { grant_type: 'client_credentials' }, headers, mine)).status;
    };
    expect(await ask({ use_mtls_endpoint_aliases: true }, 'mtls.as.example')).toBe(200);
    expect(await ask({ use_mtls_endpoint_aliases: true }, 'as.example')).toBe(401);
    expect(await ask({}, 'as.example')).toBe(200);
    expect(await ask({ tls_client_auth_termination: 'proxy' }, 'as.example')).toBe(401);
  });

  it('[tls_client_certificate_bound_access_tokens] [T-074] cannot be refreshed by a public client with another certificate', async () => {
    const world = await serverWith(aRegisteredClient({ ...bound, token_endpoint_auth_method: 'none' }, []));
    const { refresh_token } = await signIn(world, mine);
    for (const certificate of [theirs, undefined]) {
      expect(await refreshed(world, refresh_token, certificate)).toMatchObject({ status: 400, error: 'invalid_grant' });
    }
    expect(await refreshed(world, refresh_token, mine)).toMatchObject({ status: 200 });
  });

  it('are refreshed by a client that authenticates otherwise with whatever certificate it has now', async () => {
    const world = await serverWith(aRegisteredClient({ ...bound }));
    const { refresh_token } = await signIn(world, mine);
    const answer = await refreshed(world, refresh_token, theirs);
    expect(answer).toMatchObject({ status: 200 });
    expect((await userinfo(world, answer.access_token, theirs)).status).toBe(200);
    expect((await userinfo(world, answer.access_token, mine)).status).toBe(401);
  });

  it('[T-074] are bound in their refresh also where a client that has a secret needs none for it', async () => {
    const world = await serverWith(aRegisteredClient({ ...bound, public_refresh_token: true }));
    const { refresh_token } = await signIn(world, mine);
    const form = { grant_type: 'refresh_token', refresh_token, client_id: 'app' };
    expect((await world.post('/token', form, {}, theirs)).status).toBe(400);
    expect((await world.post('/token', form, {}, mine)).status).toBe(200);
  });

  it('[T-074] are bound in their refresh also where it needs no secret only later', async () => {
    const world = await serverWith(aRegisteredClient({ ...bound }));
    const { refresh_token } = await signIn(world, mine);
    world.change({ public_refresh_token: true });
    const form = { grant_type: 'refresh_token', refresh_token, client_id: 'app' };
    expect((await world.post('/token', form, {}, theirs)).status).toBe(400);
    expect((await world.post('/token', form, {}, mine)).status).toBe(200);
  });
});
