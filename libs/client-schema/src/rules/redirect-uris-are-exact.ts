import { hasWildcard } from '../redirect-uri-wildcard.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const redirectUrisAreExact = rule({
  id: 'redirect-uris-are-exact',
  spec: rfc(9700, '4.1.3'),
  severity: 'advice',
  reads: ['redirect_uris'],
  check: ({ redirect_uris }) =>
    redirect_uris.flatMap((uri, index) =>
      hasWildcard(uri)
        ? [
            violation(
              `/redirect_uris/${index}`,
              'should name one address: whoever controls any that it stands for receives codes',
            ),
          ]
        : [],
    ),
});
