import { describe, expect, it } from 'vitest';
import { lintClient } from '../lint-client.js';
import { aClient, adviceOf, aServer } from '../testing.js';

const id = 'implicit-grant-is-avoided';
const findingOf = (client: object) => lintClient({ ...client }, aServer()).find(({ rule }) => rule === id);

describe('implicit-grant-is-avoided', () => {
  it('advises against the implicit grant, and offers the code grant with PKCE', () => {
    const finding = findingOf(
      aClient({ grant_types: ['implicit', 'refresh_token'], response_types: ['id_token token'] }),
    );
    // A refresh token comes with no answer of the authorization endpoint, so the client above is at fault.
    expect(finding).toBeUndefined();
    expect(findingOf(aClient({ grant_types: ['implicit'], response_types: ['id_token token'] }))).toMatchObject({
      pointer: '/grant_types',
      severity: 'advice',
      spec: { label: 'RFC 9700 §2.1.2' },
      fix: { grant_types: ['authorization_code'], response_types: ['code'], require_pkce: true },
    });
  });

  it('offers a client with both grants to go on with the code grant', () => {
    expect(findingOf(aClient({ grant_types: ['authorization_code', 'implicit'] }))?.fix).toEqual({
      grant_types: ['authorization_code'],
      require_pkce: true,
    });
  });

  it('has nothing against the code grant', () => {
    expect(adviceOf(aClient({ require_pkce: true })).map(({ rule }) => rule)).not.toContain(id);
  });
});
