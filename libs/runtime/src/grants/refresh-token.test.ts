import { describe, expect, it } from 'vitest';
import { aRegisteredClient, serverWith } from '../testing/server-with.js';

describe('refresh token grant', () => {
  it('gives a new access token and a new refresh token', async () => {
    const { tokens, refresh } = await serverWith();
    const first = await tokens();
    const second = await refresh(first.refresh_token);
    expect(second).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope: 'openid' });
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(second.access_token).not.toBe(first.access_token);
  });

  it('[T-067] revokes the whole family when a spent token comes back, whatever its generation', async () => {
    const { tokens, refresh, introspect, change } = await serverWith();
    change({ allow_token_introspection: true, refresh_token_rolling_grace_period: 0 });
    const first = await tokens();
    const second = await refresh(first.refresh_token);
    const third = await refresh(second.refresh_token);
    expect(await introspect(third.access_token)).toMatchObject({ active: true });

    expect(await refresh(first.refresh_token)).toMatchObject({ error: 'invalid_grant' });
    expect(await refresh(third.refresh_token)).toMatchObject({ error: 'invalid_grant' });
    expect(await introspect(third.access_token)).toEqual({ active: false });
  });

  it('[T-068] succeeds once of many times at once, and never twice, without a grace period', async () => {
    const { tokens, refresh } = await serverWith(aRegisteredClient({ refresh_token_rolling_grace_period: 0 }));
    const { refresh_token } = await tokens();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refresh_token)));
    expect(answers.filter(({ access_token }) => access_token)).toHaveLength(1);
    expect(answers.filter(({ error }) => error === 'invalid_grant')).toHaveLength(19);
  });

  it('[refresh_token_rolling_grace_period] [T-068] gives all of many at once the same successor', async () => {
    const { tokens, refresh } = await serverWith();
    const { refresh_token } = await tokens();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refresh_token)));
    const given = new Set(answers.map(({ refresh_token: next }) => next));
    expect(given.size).toBe(1);
    expect(given).not.toContain(refresh_token);
    expect(await refresh([...given][0]!)).toHaveProperty('access_token');
  });

  it('[refresh_token_rolling_grace_period] counts from the first use, to the second; then the family ends', async () => {
    const { tokens, refresh, clock } = await serverWith(aRegisteredClient({ refresh_token_rolling_grace_period: 30 }));
    const { refresh_token: spent } = await tokens();
    const { refresh_token: next } = await refresh(spent);
    clock.advance(29);
    expect(await refresh(spent)).toMatchObject({ refresh_token: next });
    clock.advance(1);
    expect(await refresh(spent)).toMatchObject({ error: 'invalid_grant' });
    expect(await refresh(next)).toMatchObject({ error: 'invalid_grant' });
  });

  it('[T-067] ends the family when a token returns whose successor was used, also within the grace period', async () => {
    const { tokens, refresh } = await serverWith();
    const { refresh_token: first } = await tokens();
    const { refresh_token: second } = await refresh(first);
    const { refresh_token: third } = await refresh(second);
    expect(await refresh(first)).toMatchObject({ error: 'invalid_grant' });
    expect(await refresh(third)).toMatchObject({ error: 'invalid_grant' });
  });

  it('[T-067] takes nothing but the very token before within the grace period', async () => {
    const { tokens, refresh, asClient, receiptOf } = await serverWith();
    const { refresh_token: spent } = await tokens();
    const { refresh_token: next } = await refresh(spent);
    const forged = `${spent.slice(0, -2)}${spent.endsWith('AA') ? 'QA' : 'AA'}`;
    const refused = await asClient('/token', { grant_type: 'refresh_token', refresh_token: forged });
    expect(await receiptOf(refused)).toMatchObject({
      rule: 'refresh-token-is-used-once',
      registered: ['generation 1; the one before it for 60 seconds'],
    });
    expect(await refresh(next)).toMatchObject({ error: 'invalid_grant' });
  });

  it('[refresh_token_rolling_interval] keeps the token until it is due, to the second', async () => {
    const { tokens, refresh, clock } = await serverWith(aRegisteredClient({ refresh_token_rolling_interval: 600 }));
    const { refresh_token } = await tokens();
    clock.advance(599);
    expect(await refresh(refresh_token)).toMatchObject({ refresh_token });
    clock.advance(1);
    const { refresh_token: next } = await refresh(refresh_token);
    expect(next).not.toBe(refresh_token);
    clock.advance(599);
    expect(await refresh(next)).toMatchObject({ refresh_token: next });
  });

  it('[offline_access_required] gives a refresh token with offline_access alone, and takes no other', async () => {
    const { tokens, refresh, change } = await serverWith();
    const before = await tokens();
    change({ offline_access_required: true });
    expect(await tokens()).not.toHaveProperty('refresh_token');
    expect(await refresh(before.refresh_token)).toMatchObject({ error: 'invalid_grant' });
    const { refresh_token } = await tokens({ scope: 'openid offline_access' });
    expect(await refresh(refresh_token)).toMatchObject({ scope: 'openid offline_access' });
  });

  it('[offline_access_requires_consent_prompt] leaves offline_access out unless the user is asked', async () => {
    const offline = { offline_access_required: true, offline_access_requires_consent_prompt: true };
    const { tokens } = await serverWith(aRegisteredClient(offline));
    const unasked = await tokens({ scope: 'openid offline_access' });
    expect(unasked).toMatchObject({ scope: 'openid' });
    expect(unasked).not.toHaveProperty('refresh_token');
    const asked = await tokens({ scope: 'openid offline_access', prompt: 'consent' });
    expect(asked).toMatchObject({ scope: 'openid offline_access', refresh_token: expect.any(String) as string });
  });

  it('[rotate_refresh_tokens] keeps the token of a client that does not rotate', async () => {
    const { tokens, refresh } = await serverWith(aRegisteredClient({ rotate_refresh_tokens: false }));
    const { refresh_token } = await tokens();
    expect(await refresh(refresh_token)).toMatchObject({ refresh_token });
    expect(await refresh(refresh_token)).toMatchObject({ refresh_token });
  });

  it('[refresh_token_ttl] expires after it, at the second', async () => {
    const { tokens, refresh, clock } = await serverWith(aRegisteredClient({ refresh_token_ttl: 100 }));
    const { refresh_token } = await tokens();
    clock.advance(99);
    const { refresh_token: next } = await refresh(refresh_token);
    clock.advance(100);
    expect(await refresh(next)).toMatchObject({ error: 'invalid_grant' });
  });

  it('[refresh_token_max_rolling_lifetime] [T-071] ends with the ceiling, however often it was rotated, also one that was lowered later', async () => {
    const { tokens, refresh, change, clock } = await serverWith(
      aRegisteredClient({ refresh_token_ttl: 100, refresh_token_max_rolling_lifetime: 150 }),
    );
    let { refresh_token } = await tokens();
    clock.advance(99);
    ({ refresh_token } = await refresh(refresh_token));
    clock.advance(50);
    ({ refresh_token } = await refresh(refresh_token));
    clock.advance(1);
    expect(await refresh(refresh_token)).toMatchObject({ error: 'invalid_grant' });

    change({ refresh_token_max_rolling_lifetime: 0 });
    ({ refresh_token } = await tokens());
    clock.advance(60);
    change({ refresh_token_max_rolling_lifetime: 60 });
    expect(await refresh(refresh_token)).toMatchObject({ error: 'invalid_grant' });
  });

  it('narrows the scope and never widens it', async () => {
    const { tokens, refresh } = await serverWith();
    const { refresh_token } = await tokens({ scope: 'openid email' });
    const narrowed = await refresh(refresh_token, { scope: 'email' });
    expect(narrowed).toMatchObject({ scope: 'email' });
    expect(await refresh(narrowed.refresh_token, { scope: 'openid profile' })).toMatchObject({
      error: 'invalid_scope',
    });
  });

  it('[T-042] leaves the token of another client alone', async () => {
    const other = aRegisteredClient({ client_id: 'other', token_endpoint_auth_method: 'none' });
    const { tokens, refresh, post } = await serverWith(aRegisteredClient(), other);
    const { refresh_token } = await tokens();
    const stolen = await post('/token', { client_id: 'other', grant_type: 'refresh_token', refresh_token });
    expect(JSON.parse(stolen.body)).toMatchObject({ error: 'invalid_grant' });
    expect(await refresh(refresh_token)).toHaveProperty('access_token');
  });

  it('[T-051] ends with the account', async () => {
    const { tokens, refresh, accounts, alice } = await serverWith();
    const { refresh_token } = await tokens();
    accounts.add({ ...alice, enabled: false }, 'correct horse');
    expect(await refresh(refresh_token)).toMatchObject({ error: 'invalid_grant' });
  });

  it('ends with a refresh_token_ttl of 0, and none is issued then', async () => {
    const { tokens, refresh, change } = await serverWith();
    const { refresh_token } = await tokens();
    change({ refresh_token_ttl: 0 });
    expect(await refresh(refresh_token)).toMatchObject({ error: 'invalid_grant' });
    expect(await tokens()).not.toHaveProperty('refresh_token');
  });
});
