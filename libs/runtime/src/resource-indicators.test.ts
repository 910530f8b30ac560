import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, serverWith } from './testing/server-with.js';

const [bank, shop, other] = ['https://bank.example', 'urn:example:shop', 'https://other.example'] as const;
const invalidTarget = { error: 'invalid_target' };

const audienceOf = ({ access_token }: { access_token: string }) => decodeJwt(access_token).aud;

/** A form in which a parameter comes several times. */
const several = (form: Record<string, string>, ...resources: readonly string[]): string => {
  const parameters = new URLSearchParams(form);
  for (const uri of resources) parameters.append('resource', uri);
  return parameters.toString();
};

async function worldWith(client: Parameters<typeof aRegisteredClient>[0] = {}) {
  const world = await serverWith(aRegisteredClient(client));
  const headers = { authorization: world.basic };
  const machine = async (...resources: readonly string[]) => {
    const form = several({ grant_type: 'client_credentials' }, ...resources);
    return JSON.parse((await world.post('/token', form, headers)).body) as { access_token: string };
  };
  /** Signs alice in for these APIs. */
  const codeFor = async (...resources: readonly string[]) => {
    const address = `${world.authorizationUrl()}&${several({}, ...resources)}`;
    const response = await world.browser.through(address);
    return new URL(String(response.headers['location'])).searchParams;
  };
  return { ...world, machine, codeFor };
}

describe('the resource of a token request', () => {
  it('is whom the token is for, be it one or several', async () => {
    const { machine } = await worldWith();
    expect(audienceOf(await machine())).toBe('app');
    expect(audienceOf(await machine(bank))).toBe(bank);
    expect(audienceOf(await machine(bank, shop, bank))).toEqual([bank, shop]);
  });

  it('[authorized_resources] must be one that the client lists, and be there', async () => {
    const { machine, post, basic, receiptOf } = await worldWith({ authorized_resources: [bank, shop] });
    expect(audienceOf(await machine(shop))).toBe(shop);
    expect(await machine()).toMatchObject(invalidTarget);
    expect(await machine(bank, other)).toMatchObject(invalidTarget);
    const form = several({ grant_type: 'client_credentials' }, `${bank}/`);
    const refused = await post('/token', form, { authorization: basic });
    expect(await receiptOf(refused)).toMatchObject({
      rule: 'resource-is-authorized',
      difference: { words: 'a trailing slash' },
      suggestion: { add: { authorized_resources: [`${bank}/`] } },
    });
  });

  it.each(['bank', '/bank', `${bank}/#part`, `${bank}/a b`, `${bank}/%zz`, '//bank.example'])(
    '[T-046] must be an absolute URI without a fragment: %s',
    async (uri) => {
      const { machine } = await worldWith();
      expect(await machine(uri)).toMatchObject(invalidTarget);
    },
  );

  it('comes twenty times at most', async () => {
    const { machine } = await worldWith();
    const apis = Array.from({ length: 21 }, (_, index) => `${bank}/${index}`);
    expect(audienceOf(await machine(...apis.slice(1)))).toHaveLength(20);
    expect(await machine(...apis)).toMatchObject(invalidTarget);
  });
});

describe('the resource of an authorization request', () => {
  it('is whom every token of the grant is for', async () => {
    const { codeFor, exchange, refresh } = await worldWith();
    const tokens = await exchange((await codeFor(bank, shop)).get('code')!);
    expect(audienceOf(tokens)).toEqual([bank, shop]);
    expect(audienceOf(await refresh(tokens.refresh_token))).toEqual([bank, shop]);
  });

  it('[T-046] may be narrowed by each token request, and never widened', async () => {
    const { codeFor, exchange, refresh } = await worldWith();
    const code = (await codeFor(bank, shop)).get('code')!;
    expect(await exchange(code, { resource: other })).toMatchObject(invalidTarget);
    const tokens = await exchange(code, { resource: bank });
    expect(audienceOf(tokens)).toBe(bank);
    expect(await refresh(tokens.refresh_token, { resource: other })).toMatchObject(invalidTarget);
    expect(audienceOf(await refresh(tokens.refresh_token, { resource: shop }))).toBe(shop);
  });

  it('is not named later where the authorization request had none', async () => {
    const { tokens, refresh } = await worldWith();
    const { refresh_token } = await tokens();
    expect(await refresh(refresh_token, { resource: bank })).toMatchObject(invalidTarget);
  });

  it('[authorized_resources] must be one that the client lists, from the request to the last refresh', async () => {
    const { codeFor, exchange, refresh, change } = await worldWith({ authorized_resources: [bank, shop] });
    for (const refused of [await codeFor(), await codeFor(other), await codeFor('relative')])
      expect(refused.get('error')).toBe('invalid_target');
    const { refresh_token } = await exchange((await codeFor(bank, shop)).get('code')!);
    change({ authorized_resources: [shop] });
    expect(audienceOf(await refresh(refresh_token))).toBe(shop);
    change({ authorized_resources: [other] });
    expect(await refresh(refresh_token)).toMatchObject(invalidTarget);
  });

  it('is the only parameter that may be repeated', async () => {
    const { codeFor, authorizationUrl, send } = await worldWith();
    expect((await codeFor(bank, shop)).has('code')).toBe(true);
    const twice = await send('GET', `${authorizationUrl()}&scope=email`);
    expect(String(twice.headers['location'])).toContain('error=invalid_request');
  });
});

describe('the audience of a client', () => {
  it('[audience] is that of its tokens: the first, or the one that a request chooses', async () => {
    const { token, machine, tokens, refresh } = await worldWith({ audience: [bank, other] });
    const ask = (over: Record<string, string> = {}) => token({ grant_type: 'client_credentials', ...over });
    expect(audienceOf(await ask())).toBe(bank);
    expect(audienceOf(await ask({ audience: other }))).toBe(other);
    expect(await ask({ audience: 'https://third.example' })).toMatchObject(invalidTarget);
    const first = await tokens();
    expect(audienceOf(first)).toBe(bank);
    expect(audienceOf(await refresh(first.refresh_token, { audience: other }))).toBe(other);
    // A named API goes before it.
    expect(audienceOf(await machine(shop))).toBe(shop);
  });

  it('is the client where it lists none, and can be nobody else then', async () => {
    const { token } = await worldWith();
    expect(audienceOf(await token({ grant_type: 'client_credentials', audience: 'app' }))).toBe('app');
    expect(await token({ grant_type: 'client_credentials', audience: bank })).toMatchObject(invalidTarget);
  });
});
