import { standardResources } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { aSelfSignedCertificate, presented } from '../testing/certificates.js';
import { KeyHolder } from '../testing/dpop.js';
import { aRegisteredClient, issuer, serverReachedBy, serverWith } from '../testing/server-with.js';

const path = '/conformance/resource';
const [openid] = standardResources.scopes;

async function served(document: Parameters<typeof aRegisteredClient>[0] = {}) {
  const options = { testResourcePath: path, mutualTls: { authorities: [] } };
  const world = await serverReachedBy(options, aRegisteredClient(document));
  const { records } = world.settings;
  records.scopes = [...records.scopes, { ...openid!, name: 'accounts', claims: [] }];
  world.changes.emit({ kind: 'server' });
  const ask = (headers: Record<string, string>, over: { query?: string; certificate?: typeof mine } = {}) =>
    world.send('GET', `${path}${over.query ?? ''}`, {
      headers,
      ...(over.certificate && { certificate: presented(over.certificate) }),
    });
  return { ...world, ask };
}

const mine = aSelfSignedCertificate();
const other = aSelfSignedCertificate();
const invalidToken = (scheme: string) => ({
  status: 401,
  headers: { 'www-authenticate': expect.stringMatching(new RegExp(`^${scheme} .*error="invalid_token"`)) as string },
});

describe('the test resource', () => {
  it('is not there unless it is asked for', async () => {
    const { tokens, send } = await serverWith();
    const { access_token } = await tokens();
    const headers = { authorization: `Bearer ${access_token}` };
    expect(await send('GET', path, { headers })).toMatchObject({ status: 404 });
  });

  it('takes a bearer token with its scope, whatever else a request says', async () => {
    const { ask, token } = await served();
    const { access_token } = await token({ grant_type: 'client_credentials', scope: 'accounts' });
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const answer = await ask({
        authorization: `${scheme} ${access_token}`,
        accept: 'text/html;q=0.1, application/xml',
        'x-fapi-auth-date': 'Sun, 10 Sep 2017 19:43:31 GMT',
        'x-fapi-customer-ip-address': '2001:DB8::1893:25c8:1946',
        'x-fapi-interaction-id': 'c770aef3-6784-41f7-8e0e-ff5f97bddb3a',
      });
      expect(answer).toMatchObject({
        status: 200,
        headers: {
          'content-type': 'application/json',
          'x-fapi-interaction-id': 'c770aef3-6784-41f7-8e0e-ff5f97bddb3a',
        },
      });
      expect(JSON.parse(answer.body)).toEqual({ sub: 'app', client_id: 'app', scope: 'accounts' });
    }
    const made = await ask({ authorization: `Bearer ${access_token}`, 'x-fapi-interaction-id': 'with space' });
    expect(made.headers['x-fapi-interaction-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it('takes no token that is missing, in the address, without its scope, revoked or over', async () => {
    const { ask, token, asClient, clock } = await served();
    const forItself = { grant_type: 'client_credentials' };
    const { access_token } = await token({ ...forItself, scope: 'accounts' });
    const headers = { authorization: `Bearer ${access_token}` };
    const missing = await ask({});
    expect(missing).toMatchObject({ status: 401, headers: { 'www-authenticate': expect.stringMatching(/^Bearer /) } });
    for (const sent of [{}, headers]) {
      expect(await ask(sent, { query: `?access_token=${access_token}` })).toMatchObject({ status: 400 });
    }
    const plain = await token({ ...forItself, scope: 'openid' });
    expect(await ask({ authorization: `Bearer ${plain.access_token}` })).toMatchObject({
      status: 403,
      headers: { 'www-authenticate': expect.stringContaining('error="insufficient_scope"') as string },
    });

    const second = await token({ ...forItself, scope: 'accounts' });
    await asClient('/revoke', { token: second.access_token });
    expect(await ask({ authorization: `Bearer ${second.access_token}` })).toMatchObject(invalidToken('Bearer'));
    expect(await ask(headers)).toMatchObject({ status: 200 });
    clock.advance(3700);
    expect(await ask(headers)).toMatchObject(invalidToken('Bearer'));
  });

  it('takes a token that is bound to a key with a proof of that key alone', async () => {
    const { ask, post, basic, clock } = await served();
    const [holder, thief] = [new KeyHolder(() => clock.now()), new KeyHolder(() => clock.now())];
    const form = { grant_type: 'client_credentials', scope: 'accounts' };
    const dpop = await holder.proof('POST', `${issuer}/token`);
    const { access_token } = JSON.parse((await post('/token', form, { authorization: basic, dpop })).body) as {
      access_token: string;
    };
    const authorization = `DPoP ${access_token}`;
    const address = `${issuer}${path}`;
    const proof = () => holder.proof('GET', address, access_token);
    expect(await ask({ authorization, dpop: await proof() })).toMatchObject({ status: 200 });
    expect(await ask({ authorization: `dpop ${access_token}`, dpop: await proof() })).toMatchObject({ status: 200 });
    expect(await ask({ authorization: `Bearer ${access_token}`, dpop: await proof() })).toMatchObject(
      invalidToken('DPoP'),
    );
    expect(await ask({ authorization, dpop: await thief.proof('GET', address, access_token) })).toMatchObject(
      invalidToken('DPoP'),
    );
    expect(await ask({ authorization })).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': expect.stringMatching(/^DPoP .*error="invalid_dpop_proof"/) as string },
    });
  });

  it('takes a token that is bound to a certificate with that certificate alone', async () => {
    const { ask, post, basic } = await served({ tls_client_certificate_bound_access_tokens: true });
    const form = { grant_type: 'client_credentials', scope: 'accounts' };
    const issued = await post('/token', form, { authorization: basic }, presented(mine));
    const { access_token } = JSON.parse(issued.body) as { access_token: string };
    const headers = { authorization: `Bearer ${access_token}` };
    expect(await ask(headers, { certificate: mine })).toMatchObject({ status: 200 });
    expect(await ask(headers, { certificate: other })).toMatchObject(invalidToken('Bearer'));
    expect(await ask(headers)).toMatchObject(invalidToken('Bearer'));
  });
});
