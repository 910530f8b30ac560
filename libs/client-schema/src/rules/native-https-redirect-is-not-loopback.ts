import { isLoopbackHost } from '../redirect-uri.js';
import { redirects, redirectsOf } from '../redirects.js';
import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const nativeHttpsRedirectIsNotLoopback = rule({
  id: 'native-https-redirect-is-not-loopback',
  spec: rfc(8252, '7.3'),
  severity: 'error',
  reads: [...redirects, 'application_type'],
  check: (client) =>
    redirectsOf(client).flatMap(({ uri, pointer }) =>
      client.application_type === 'native' && uri.startsWith('https:') && isLoopbackHost(new URL(uri).hostname)
        ? [violation(pointer, 'must use http on the loopback interface, or https on a host you own')]
        : [],
    ),
});
