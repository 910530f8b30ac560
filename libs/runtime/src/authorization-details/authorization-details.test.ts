import { type AuthorizationDetailType, type Client } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { parseJwt } from '../tokens/jwt.js';
import { aRegisteredClient, formToken, serverWith, type World } from '../testing/server-with.js';

const payment: AuthorizationDetailType = {
  type: 'payment_initiation',
  description: 'Make a payment',
  schema: {
    type: 'object',
    required: ['creditorAccount', 'instructedAmount'],
    properties: {
      creditorAccount: { title: 'To', type: 'string', pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' },
      instructedAmount: {
        type: 'object',
        required: ['currency', 'amount'],
        properties: { currency: { type: 'string', pattern: '^[A-Z]{3}$' }, amount: { type: 'string', maxLength: 15 } },
        additionalProperties: false,
      },
      remittanceInformation: { type: 'string' },
      parts: { items: { properties: { share: { title: 'Share' } } } },
    },
  },
  active: true,
};
const accounts: AuthorizationDetailType = {
  type: 'https://bank.example/accounts',
  description: null,
  schema: {
    required: ['actions'],
    properties: {
      actions: { type: 'array', items: { enum: ['read', 'list'] }, minItems: 1 },
      validUntil: { type: 'string', format: 'date' },
    },
    additionalProperties: false,
  },
  active: true,
};

const pay = {
  type: 'payment_initiation',
  creditorAccount: 'DE02120300000000202051',
  instructedAmount: { currency: 'EUR', amount: '123.50' },
};
const read = { type: 'https://bank.example/accounts', actions: ['read', 'list'] };

const param = (...details: readonly unknown[]) => ({ authorization_details: JSON.stringify(details) });

/** A server that knows both types, with a client that may ask for them. */
async function bank(document: Partial<Client> = {}): Promise<World> {
  const world = await serverWith(
    aRegisteredClient({
      allow_authorization_details: true,
      authorization_details_types: [payment.type, accounts.type],
      ...document,
    }),
  );
  world.settings.records.authorization_detail_types = [payment, accounts];
  world.changes.emit({ kind: 'server' });
  return world;
}

const machine = (world: World, form: Record<string, string>) =>
  world.token({ grant_type: 'client_credentials', ...form });

describe('authorization details', () => {
  it('[allow_authorization_details] [authorization_details_types] are in the token, its answer and what it is worth', async () => {
    const world = await bank({ allow_token_introspection: true });
    const tokens = await world.tokens(param(pay, read));
    expect(tokens['authorization_details']).toEqual([pay, read]);
    expect(parseJwt(tokens.access_token)?.claims['authorization_details']).toEqual([pay, read]);
    expect((await world.introspect(tokens.access_token))['authorization_details']).toEqual([pay, read]);
    expect((await world.introspect(tokens.refresh_token))['authorization_details']).toEqual([pay, read]);
    const plain = await world.tokens();
    expect(plain).not.toHaveProperty('authorization_details');
    expect(parseJwt(plain.access_token)?.claims).not.toHaveProperty('authorization_details');
  });

  it('are in opaque tokens too', async () => {
    const world = await bank({ allow_token_introspection: true, default_access_token_manager_id: 'opaque' });
    const { access_token } = await machine(world, param(read));
    expect((await world.introspect(access_token))['authorization_details']).toEqual([read]);
  });

  it('are for clients that act for themselves as well', async () => {
    const world = await bank();
    const answer = await machine(world, param(read));
    expect(answer['authorization_details']).toEqual([read]);
    expect(parseJwt(answer.access_token)?.claims['authorization_details']).toEqual([read]);
  });

  it('are shown to the user, member by member and as nothing but text', async () => {
    const world = await bank();
    const spoof = { ...pay, remittanceInformation: '<b>one\ntwo</b>', parts: [{ share: 1, empty: {} }, null] };
    const { response, at } = await world.browser.visit(world.authorizationUrl(param(spoof, read)));
    await world.browser.submit(at, response, world.browser.signIn);
    const { response: page } = await world.browser.visit(world.authorizationUrl(param(spoof, read)));
    const text = page.body.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
    expect(text).toContain('Make a payment');
    expect(text).toContain('To DE02120300000000202051');
    expect(text).toContain('instructedAmount › amount 123.50');
    expect(text).toContain('parts 1 › Share 1');
    expect(text).toContain('parts 1 › empty –');
    expect(text).toContain('parts 2 null');
    expect(text).toContain('https://bank.example/accounts');
    expect(text).toContain('actions read, list');
    expect(page.body).not.toContain('<b>');
  });

  it('are asked for again each time, and refused where nobody may be asked', async () => {
    const world = await bank();
    await world.authorize(param(pay));
    expect((await world.browser.visit(world.authorizationUrl())).response.status).toBe(303);
    expect((await world.browser.visit(world.authorizationUrl(param(pay)))).response.body).toContain('id="allow"');
    const silent = await world.browser.open(world.authorizationUrl({ ...param(pay), prompt: 'none' }));
    expect(String(silent.headers['location'])).toContain('error=consent_required');
    world.change({ bypass_consent: true });
    expect((await world.browser.visit(world.authorizationUrl(param(pay)))).response.status).toBe(303);
  });

  it('[T-034] are those that the page showed, whatever the form says', async () => {
    const world = await bank();
    await world.authorize();
    const { response, at } = await world.browser.visit(world.authorizationUrl(param(pay)));
    const forged = { action: 'allow', form_token: formToken(response), ...param({ ...pay, creditorAccount: 'X' }) };
    const answer = await world.browser.submit(at, response, forged);
    const code = new URL(String(answer.headers['location'])).searchParams.get('code')!;
    expect((await world.exchange(code))['authorization_details']).toEqual([pay]);
  });

  it('may be fewer in a token than in its grant, and never others', async () => {
    const world = await bank();
    const listing = { ...read, actions: ['list'] };
    const code = (await world.authorize(param(pay, read))).get('code')!;
    expect(await world.exchange(code, param({ ...pay, creditorAccount: 'DE02500105170137075030' }))).toMatchObject({
      error: 'invalid_authorization_details',
    });
    const first = await world.exchange(code, param(listing));
    expect(first['authorization_details']).toEqual([listing]);
    const all = await world.refresh(first.refresh_token);
    expect(all['authorization_details']).toEqual([pay, read]);
    for (const wider of [
      { ...read, validUntil: '2030-01-01' },
      { ...pay, instructedAmount: { currency: 'EUR', amount: '999.00' } },
    ]) {
      expect(await world.refresh(all.refresh_token, param(wider))).toMatchObject({
        error: 'invalid_authorization_details',
      });
    }
    expect((await world.refresh(all.refresh_token, param(pay)))['authorization_details']).toEqual([pay]);
  });

  it('end with their type, and with the leave of the client', async () => {
    const world = await bank({ allow_token_introspection: true });
    const tokens = await world.tokens(param(pay, read));
    world.settings.records.authorization_detail_types = [payment, { ...accounts, active: false }];
    world.changes.emit({ kind: 'server' });
    expect((await world.introspect(tokens.access_token))['authorization_details']).toEqual([pay]);
    expect((await world.refresh(tokens.refresh_token))['authorization_details']).toEqual([pay]);
    world.change({ allow_authorization_details: false, authorization_details_types: [] });
    expect(await world.introspect(tokens.access_token)).not.toHaveProperty('authorization_details');
  });

  it('begin a grant of their own where a client goes on with grants', async () => {
    const world = await bank({ persistent_grant_reuse_grant_types: ['authorization_code'] });
    const first = await world.tokens(param(read));
    const other = await world.tokens(param(pay));
    expect((await world.refresh(first.refresh_token))['authorization_details']).toEqual([read]);
    expect((await world.refresh(other.refresh_token))['authorization_details']).toEqual([pay]);
  });

  it('are told of in the metadata by their types', async () => {
    const world = await bank();
    const read = async () =>
      JSON.parse((await world.send('GET', '/.well-known/oauth-authorization-server')).body) as Record<string, unknown>;
    expect(await read()).toMatchObject({ authorization_details_types_supported: [payment.type, accounts.type] });
    world.settings.records.authorization_detail_types = [];
    world.changes.emit({ kind: 'server' });
    expect(await read()).not.toHaveProperty('authorization_details_types_supported');
  });

  const nested = (depth: number): unknown => (depth === 0 ? 'x' : { a: nested(depth - 1) });

  it.each<[string, string]>([
    ['no JSON', 'payment'],
    ['no list', JSON.stringify(pay)],
    ['an empty list', '[]'],
    ['no object', '["payment_initiation"]'],
    ['no type', '[{"actions":["read"]}]'],
    ['a type that is no string', '[{"type":1}]'],
    ['an unknown type', '[{"type":"unheard_of"}]'],
    ['a type in another case', JSON.stringify([{ ...read, type: read.type.toUpperCase() }])],
    ['a member that the schema does not know', JSON.stringify([{ ...pay, tip: '5' }])],
    [
      'a nested member that the schema does not know',
      JSON.stringify([{ ...pay, instructedAmount: { ...pay.instructedAmount, x: 1 } }]),
    ],
    ['a missing member', JSON.stringify([{ type: pay.type, creditorAccount: pay.creditorAccount }])],
    ['a value of another type', JSON.stringify([{ ...pay, creditorAccount: 5 }])],
    ['a value that breaks a pattern', JSON.stringify([{ ...pay, creditorAccount: 'de02' }])],
    ['an impossible date', JSON.stringify([{ ...read, validUntil: '2030-02-30' }])],
    ['a member named __proto__', `[{"type":"${pay.type}","__proto__":{"polluted":true}}]`],
    ['a member that every object has', JSON.stringify([{ ...pay, valueOf: 1 }])],
    ['such a member further down', JSON.stringify([{ ...read, actions: [{ toString: 1 }, { toString: 1 }] }])],
    ['a turned direction of writing', JSON.stringify([{ ...pay, remittanceInformation: '\u202e00.1' }])],
    ['a control character', JSON.stringify([{ ...pay, remittanceInformation: 'a\u0000b' }])],
    ['a number that would be told on as another', `[{"type":"${pay.type}","n":12345678901234567890}]`],
    ['numbers that grow when they are told on', `[{"type":"${pay.type}","n":[${'1e15,'.repeat(990)}1]}]`],
    ['eleven levels', JSON.stringify([{ type: pay.type, a: nested(11) }])],
    ['thousands of levels', `[{"type":"x","a":${'['.repeat(3000)}${']'.repeat(3000)}}]`],
    ['thousands of values', JSON.stringify([{ type: pay.type, a: Array.from({ length: 2000 }, () => 0) }])],
    ['seventeen details', JSON.stringify(Array.from({ length: 17 }, () => read))],
    ['a long text', JSON.stringify([{ ...pay, remittanceInformation: 'x'.repeat(2049) }])],
    ['nine thousand octets', JSON.stringify([{ ...pay, remittanceInformation: 'x'.repeat(9000) }])],
    ['a megabyte', JSON.stringify([{ ...pay, remittanceInformation: 'x'.repeat(1_000_000) }])],
  ])('[T-039] [authorization_details_types] are refused with %s', async (_, authorization_details) => {
    const world = await bank();
    const began = performance.now();
    const asked = await world.send('GET', world.authorizationUrl({ authorization_details }));
    const told = new URL(String(asked.headers['location'])).searchParams;
    expect(Object.fromEntries(told)).toMatchObject({ error: 'invalid_authorization_details', state: 'st4te' });
    expect(await machine(world, { authorization_details })).toMatchObject({ error: 'invalid_authorization_details' });
    expect(performance.now() - began).toBeLessThan(1000);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('[allow_authorization_details] [T-039] are refused to a client that may send none, or none of the type', async () => {
    const world = await bank({ allow_authorization_details: false, authorization_details_types: [] });
    const refused = await world.asClient('/token', { grant_type: 'client_credentials', ...param(read) });
    expect(refused).toMatchObject({ status: 400 });
    expect(JSON.parse(refused.body)).toMatchObject({ error: 'invalid_authorization_details' });
    expect(await world.receiptOf(refused)).toMatchObject({ rule: 'authorization-details-are-allowed' });
    world.change({ allow_authorization_details: true, authorization_details_types: [payment.type] });
    const other = await world.asClient('/token', { grant_type: 'client_credentials', ...param(read) });
    expect(await world.receiptOf(other)).toMatchObject({
      rule: 'authorization-detail-type-is-allowed',
      sent: read.type,
      registered: [payment.type],
    });
  });

  it('tell the owner of the client what is wrong with them, and not what they say', async () => {
    const world = await bank();
    const wrong = { ...pay, instructedAmount: { currency: 'euro', amount: '1' } };
    const refused = await world.asClient('/token', { grant_type: 'client_credentials', ...param(read, wrong) });
    const receipt = await world.receiptOf(refused);
    expect(receipt).toMatchObject({ rule: 'authorization-details-are-valid' });
    expect(receipt.sent).toContain('/1/instructedAmount/currency must match pattern');
    expect(JSON.stringify(receipt)).not.toContain(pay.creditorAccount);
  });
});
