import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, issuer, serverWith, verifier } from '../testing/server-with.js';

describe('authorization code grant', () => {
  it('gives an access token, a refresh token and an ID token', async () => {
    const { tokens } = await serverWith();
    const answer = await tokens({ nonce: 'n0nce' });
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope: 'openid' });
    expect(decodeProtectedHeader(answer.access_token)).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
    expect(decodeJwt(answer.access_token)).toMatchObject({
      iss: issuer,
      sub: 'a11ce',
      client_id: 'app',
      aud: 'app',
      scope: 'openid',
    });
    expect(decodeProtectedHeader(answer.id_token)).toMatchObject({ alg: 'RS256' });
    expect(decodeJwt(answer.id_token)).toMatchObject({
      iss: issuer,
      sub: 'a11ce',
      aud: 'app',
      nonce: 'n0nce',
      amr: ['pwd'],
    });
  });

  it('[id_token_signed_response_alg] [id_token_ttl] signs the ID token as the client says', async () => {
    const { tokens } = await serverWith(aRegisteredClient({ id_token_signed_response_alg: 'ES256', id_token_ttl: 60 }));
    const { id_token } = await tokens();
    expect(decodeProtectedHeader(id_token)).toMatchObject({ alg: 'ES256' });
    const { exp, iat } = decodeJwt(id_token);
    expect(exp! - iat!).toBe(60);
  });

  it('gives no ID token without the scope openid, and no refresh token without the grant', async () => {
    const { tokens } = await serverWith(aRegisteredClient({ grant_types: ['authorization_code'] }));
    const answer = await tokens({ scope: 'email' });
    expect(answer).not.toHaveProperty('id_token');
    expect(answer).not.toHaveProperty('refresh_token');
  });

  it('[T-040] a code that returns ends the tokens it gave', async () => {
    const { authorize, exchange, refresh, introspect, change } = await serverWith();
    change({ allow_token_introspection: true });
    const code = (await authorize()).get('code')!;
    const first = await exchange(code);
    expect(await exchange(code)).toMatchObject({ error: 'invalid_grant' });
    expect(await introspect(first.access_token)).toEqual({ active: false });
    expect(await refresh(first.refresh_token)).toMatchObject({ error: 'invalid_grant' });
  });

  it('[T-040] a code that returns with a wrong verifier ends nothing', async () => {
    const { authorize, exchange, refresh } = await serverWith();
    const code = (await authorize()).get('code')!;
    const first = await exchange(code);
    expect(await exchange(code, { code_verifier: verifier.replace('d', 'e') })).toMatchObject({
      error: 'invalid_grant',
    });
    expect(await refresh(first.refresh_token)).toHaveProperty('access_token');
  });

  it('[T-041] is exchanged once of many times at once', async () => {
    const { authorize, exchange } = await serverWith();
    const code = (await authorize()).get('code')!;
    const answers = await Promise.all(Array.from({ length: 20 }, () => exchange(code)));
    expect(answers.filter(({ access_token }) => access_token)).toHaveLength(1);
  });

  it('[T-042] stays with its client after another tried it', async () => {
    const other = aRegisteredClient({ client_id: 'other', token_endpoint_auth_method: 'none' });
    const { authorize, exchange, post } = await serverWith(aRegisteredClient(), other);
    const code = (await authorize()).get('code')!;
    const stolen = await post('/token', {
      client_id: 'other',
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
    });
    expect(JSON.parse(stolen.body)).toMatchObject({ error: 'invalid_grant' });
    expect(await exchange(code)).toHaveProperty('access_token');
  });

  it.each([
    ['a missing verifier', {}, { code_verifier: '-' }],
    ['a wrong verifier', {}, { code_verifier: verifier.replace('d', 'e') }],
    ['a short verifier', {}, { code_verifier: verifier.slice(0, 42) }],
    ['a verifier without a challenge', { code_challenge: '-', code_challenge_method: '-' }, {}],
    ['another redirect_uri', {}, { redirect_uri: 'https://app.example.com/callback/' }],
    ['no redirect_uri', {}, { redirect_uri: '-' }],
  ])('[T-043] refuses %s', async (_, request, form) => {
    const { authorize, exchange } = await serverWith();
    const code = (await authorize(request)).get('code')!;
    expect(await exchange(code, form as Record<string, string>)).toMatchObject({ error: 'invalid_grant' });
  });

  it('[authorization_code_ttl] [T-038] expires after it, at the second', async () => {
    const { authorize, exchange, clock } = await serverWith(aRegisteredClient({ authorization_code_ttl: 30 }));
    const [kept, late] = [(await authorize()).get('code')!, (await authorize()).get('code')!];
    clock.advance(29);
    expect(await exchange(kept)).toHaveProperty('access_token');
    clock.advance(1);
    expect(await exchange(late)).toMatchObject({ error: 'invalid_grant' });
  });

  it('[T-051] ends with the account', async () => {
    const { authorize, exchange, accounts, alice } = await serverWith();
    const code = (await authorize()).get('code')!;
    accounts.add({ ...alice, enabled: false }, 'correct horse');
    expect(await exchange(code)).toMatchObject({ error: 'invalid_grant' });
  });

  it('[track_user_sessions_for_logout] ends with the session in which the code was issued', async () => {
    const world = await serverWith();
    const { authorize, exchange, browser, settings, changes } = world;
    const signOut = async () => browser.submit('/logout', await browser.open('/logout'), { action: 'sign-out' });
    const code = (await authorize()).get('code')!;
    await signOut();
    expect(await exchange(code)).toMatchObject({
      error: 'invalid_grant',
      error_description: expect.stringContaining('signed out') as string,
    });
    // The next session is another one.
    expect(await exchange((await authorize()).get('code')!)).toHaveProperty('access_token');
    const untracked = (await authorize()).get('code')!;
    await signOut();
    settings.change({ track_user_sessions_for_logout: false });
    changes.emit({ kind: 'server' });
    expect(await exchange(untracked)).toHaveProperty('access_token');
  });

  it('outlives the session with the scope offline_access, which is for when the user is away', async () => {
    const { authorize, exchange, browser } = await serverWith();
    const code = (await authorize({ scope: 'openid offline_access', prompt: 'consent' })).get('code')!;
    await browser.submit('/logout', await browser.open('/logout'), { action: 'sign-out' });
    expect(await exchange(code)).toHaveProperty('access_token');
  });
});
