import assert from 'node:assert/strict';

/**
 * What a right answer is, whoever gives it.
 *
 * @type {Record<'es256' | 'rs256' | 'opaque' | 'active' | 'refreshed' | 'client' | 'page', (answer: any, path: string) => void>}
 */
export const checks = {
  es256: (answer) => isTokenResponse(answer, 'ES256'),
  rs256: (answer) => isTokenResponse(answer, 'RS256'),
  opaque: (answer) => isTokenResponse(answer, undefined),

  active({ active, client_id, scope, exp, iat, iss, aud }) {
    assert.equal(active, true);
    assert.equal(scope, 'api');
    assert.equal(typeof client_id, 'string');
    assert.equal(typeof iss, 'string');
    assert.ok(aud);
    assert.ok(exp > iat);
  },

  refreshed(answer) {
    isTokenResponse(answer, 'ES256');
    assert.equal(typeof answer.refresh_token, 'string');
    // No openid in the scope: one signature per answer, for everybody.
    assert.equal(answer.id_token, undefined);
  },

  client(answer, path) {
    assert.equal(answer.client_id, path.slice('/clients/'.length));
    assert.deepEqual(answer.grant_types, ['client_credentials']);
    assert.equal(typeof answer.revision, 'number');
  },

  page({ items, next }) {
    assert.equal(items.length, 50);
    assert.equal(typeof next, 'string');
    for (const item of items) assert.equal(typeof item.client_id, 'string');
  },
};

function isTokenResponse({ access_token, token_type, expires_in, scope }, alg) {
  assert.equal(token_type.toLowerCase(), 'bearer');
  assert.equal(expires_in, 300);
  assert.equal(scope, 'api');
  const parts = access_token.split('.');
  assert.equal(parts.length, alg ? 3 : 1);
  if (!alg) return;
  const [header, claims] = parts.slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
  assert.equal(header.alg, alg);
  assert.equal(header.typ, 'at+jwt');
  for (const name of ['iss', 'sub', 'client_id', 'aud', 'exp', 'iat', 'jti']) assert.ok(claims[name], name);
}
