import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

const grant_types: ('authorization_code' | 'implicit')[] = ['authorization_code', 'implicit'];

describe('bound-tokens-come-from-the-token-endpoint', () => {
  it.each(['dpop_bound_access_tokens', 'tls_client_certificate_bound_access_tokens'] as const)(
    'refuses %s for a client that is given tokens through the browser, and accepts it for codes and ID tokens alone',
    (field) => {
      const hybrid = { grant_types, [field]: true };
      expect(issuesOf(aClient(hybrid))).toMatchObject([
        { pointer: `/${field}`, rule: 'bound-tokens-come-from-the-token-endpoint' },
      ]);
      expect(issuesOf(aClient({ ...hybrid, response_types: ['code', 'code id_token'] }))).toEqual([]);
    },
  );
});
