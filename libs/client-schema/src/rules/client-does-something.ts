import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const clientDoesSomething = rule({
  id: 'client-does-something',
  spec: rfc(7591, '2'),
  severity: 'error',
  reads: ['grant_types', 'redirect_uris', 'allow_token_introspection'],
  // RFC 7591 §2: a registration that omits grant_types is one for the authorization code grant.
  settle: ({ grant_types, redirect_uris }) =>
    grant_types.length === 0 && redirect_uris.length > 0 ? { grant_types: ['authorization_code'] } : {},
  check: ({ grant_types, allow_token_introspection }) =>
    grant_types.length === 0 && !allow_token_introspection
      ? violation('/grant_types', 'must name at least one grant, unless the client is an API that introspects tokens')
      : ok,
});
