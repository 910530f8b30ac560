import { hasPrivateUseScheme } from '../redirect-uri.js';
import { redirects, redirectsOf } from '../redirects.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const privateSchemeHasADot = rule({
  id: 'private-scheme-has-a-dot',
  spec: rfc(8252, '7.1'),
  severity: 'advice',
  reads: [...redirects],
  check: (client) =>
    redirectsOf(client).flatMap(({ uri, pointer }) =>
      hasPrivateUseScheme(uri) && !new URL(uri).protocol.includes('.')
        ? [
            violation(
              pointer,
              'should use a reversed domain name as its scheme, such as com.example.app, so that no other app claims it',
            ),
          ]
        : [],
    ),
});
