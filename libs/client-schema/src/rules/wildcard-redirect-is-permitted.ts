import { hasWildcard } from '../redirect-uri-wildcard.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const wildcardRedirectIsPermitted = rule({
  id: 'wildcard-redirect-is-permitted',
  spec: rfc(9700, '2.1'),
  severity: 'error',
  reads: ['redirect_uris', 'redirect_uri_validation_policy_id'],
  check: ({ redirect_uris, redirect_uri_validation_policy_id }, { redirect_uri_validation_policies }) => {
    const policy = redirect_uri_validation_policies.find(({ id }) => id === redirect_uri_validation_policy_id);
    if (policy?.allow_wildcards) return ok;
    return redirect_uris.flatMap((uri, index) =>
      hasWildcard(uri)
        ? [
            violation(
              `/redirect_uris/${index}`,
              'must not contain a wildcard, unless the redirect URI policy allows it',
            ),
          ]
        : [],
    );
  },
});
