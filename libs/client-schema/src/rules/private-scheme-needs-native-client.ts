import { hasPrivateUseScheme } from '../redirect-uri.js';
import { redirects, redirectsOf } from '../redirects.js';
import { rule, violation } from '../rule.js';
import { oidcRegistration } from '../specs.js';

export const privateSchemeNeedsNativeClient = rule({
  id: 'private-scheme-needs-native-client',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: [...redirects, 'application_type'],
  check: (client) =>
    redirectsOf(client).flatMap(({ uri, pointer }) =>
      client.application_type !== 'native' && hasPrivateUseScheme(uri)
        ? [violation(pointer, 'must use https; a private scheme needs application_type native')]
        : [],
    ),
});
