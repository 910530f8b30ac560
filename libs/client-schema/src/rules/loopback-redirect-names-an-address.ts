import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const loopbackRedirectNamesAnAddress = rule({
  id: 'loopback-redirect-names-an-address',
  spec: rfc(8252, '8.3'),
  severity: 'advice',
  reads: ['redirect_uris', 'application_type'],
  check: ({ redirect_uris, application_type }) =>
    redirect_uris.flatMap((uri, index) =>
      application_type === 'native' && new URL(uri).hostname === 'localhost'
        ? [
            violation(
              `/redirect_uris/${index}`,
              'should name 127.0.0.1 or [::1]: localhost may resolve to an interface that others can listen on',
            ),
          ]
        : [],
    ),
  fix: ({ redirect_uris }) => ({
    redirect_uris: [
      ...new Set(redirect_uris.map((uri) => uri.replace(/^(https?:\/\/)localhost(?=[:/?]|$)/, '$1127.0.0.1'))),
    ],
  }),
});
