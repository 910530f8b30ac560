import { usesCodes } from '../interactive.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const codeGrantUsesPkce = rule({
  id: 'code-grant-uses-pkce',
  spec: rfc(9700, '2.1.1'),
  severity: 'advice',
  reads: ['grant_types', 'require_pkce'],
  check: ({ grant_types, require_pkce }) =>
    usesCodes(grant_types) && !require_pkce
      ? violation('/require_pkce', 'should be true: PKCE also protects a client that authenticates from injected codes')
      : ok,
  fix: () => ({ require_pkce: true }),
});
