import { rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

const presented = ['logo_uri', 'client_uri', 'policy_uri', 'tos_uri', 'application_url', 'initiate_login_uri'] as const;

export const presentationHostIsARedirectHost = rule({
  id: 'presentation-host-is-a-redirect-host',
  spec: rfc(7591, '5'),
  severity: 'advice',
  reads: [...presented, 'redirect_uris'],
  check: (client) =>
    foreign(client).map(({ name, host }) =>
      violation(`/${name}`, `should be on a host that a redirect URI has; ${host} is on none`),
    ),
  fix: (client) => Object.fromEntries(foreign(client).map(({ name }) => [name, null])),
});

type Presented = (typeof presented)[number];

/** What is presented from a host that users do not come back to. */
function foreign(client: Partial<Record<Presented, string>> & { redirect_uris: readonly string[] }) {
  const hosts = new Set(client.redirect_uris.map(webHost).filter((host) => host !== undefined));
  // A client with private-use schemes alone gives nothing to compare with.
  if (hosts.size === 0) return [];
  return presented.flatMap((name) => {
    const host = webHost(client[name]);
    return host === undefined || hosts.has(host) ? [] : [{ name, host }];
  });
}

function webHost(uri: string | undefined): string | undefined {
  return uri && /^https?:/i.test(uri) ? new URL(uri).hostname : undefined;
}
