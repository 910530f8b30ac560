import { isLoopbackHost } from '../redirect-uri.js';
import { anInstanceOf } from '../redirect-uri-wildcard.js';
import { rule, violation } from '../rule.js';
import { oidcRegistration } from '../specs.js';

export const implicitRedirectIsHttps = rule({
  id: 'implicit-redirect-is-https',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: ['application_type', 'grant_types', 'redirect_uris'],
  check: ({ application_type, grant_types, redirect_uris }) =>
    application_type === 'web' && grant_types.includes('implicit')
      ? redirect_uris.flatMap((uri, index) => {
          const { protocol, hostname } = new URL(anInstanceOf(uri));
          return protocol === 'http:' || isLoopbackHost(hostname)
            ? [
                violation(
                  `/redirect_uris/${index}`,
                  'must use https and not name this machine, for a web application with the implicit grant',
                ),
              ]
            : [];
        })
      : [],
});
