import { hasPrivateUseScheme } from '../redirect-uri.js';
import { rule, violation } from '../rule.js';
import { oidcRegistration } from '../specs.js';

export const privateSchemeNeedsNativeClient = rule({
  id: 'private-scheme-needs-native-client',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: ['redirect_uris', 'application_type'],
  check: ({ redirect_uris, application_type }) =>
    redirect_uris.flatMap((uri, index) =>
      application_type !== 'native' && hasPrivateUseScheme(uri)
        ? [violation(`/redirect_uris/${index}`, 'must use https; a private scheme needs application_type native')]
        : [],
    ),
});
