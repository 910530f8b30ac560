import { isLoopbackHost } from '../redirect-uri.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const nativeHttpsRedirectIsNotLoopback = rule({
  id: 'native-https-redirect-is-not-loopback',
  spec: rfc(8252, '7.3'),
  severity: 'error',
  reads: ['redirect_uris', 'application_type'],
  check: ({ redirect_uris, application_type }) =>
    redirect_uris.flatMap((uri, index) =>
      application_type === 'native' && uri.startsWith('https:') && isLoopbackHost(new URL(uri).hostname)
        ? [violation(`/redirect_uris/${index}`, 'must use http on the loopback interface, or https on a host you own')]
        : [],
    ),
});
