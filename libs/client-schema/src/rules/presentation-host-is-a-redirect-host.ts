import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

const presented = ['logo_uri', 'client_uri', 'policy_uri', 'tos_uri'] as const;

export const presentationHostIsARedirectHost = rule({
  id: 'presentation-host-is-a-redirect-host',
  spec: rfc(7591, '5'),
  severity: 'advice',
  reads: [...presented, 'redirect_uris'],
  check: (client) => {
    const hosts = new Set(client.redirect_uris.map(webHost).filter((host) => host !== undefined));
    // A client with private-use schemes alone gives nothing to compare with.
    if (hosts.size === 0) return [];
    return presented.flatMap((name) => {
      const host = webHost(client[name]);
      return host === undefined || hosts.has(host)
        ? []
        : [violation(`/${name}`, `should be on a host that a redirect URI has; ${host} is on none`)];
    });
  },
});

function webHost(uri: string | undefined): string | undefined {
  return uri && /^https?:/i.test(uri) ? new URL(uri).hostname : undefined;
}
