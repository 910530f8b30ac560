import { leadsTo, trustedHosts } from '../outbound-trust.js';
import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';

export const outboundHostsAreTrusted = rule({
  id: 'outbound-hosts-are-trusted',
  spec: ours('outbound-trust'),
  severity: 'error',
  reads: [
    'trusted_hosts',
    'trusted_authorities',
    'jwks_uri',
    'secondary_jwks_uri',
    'client_attester_jwks_uri',
    'request_uris',
    'sector_identifier_uri',
    'backchannel_logout_uri',
  ],
  check: (client, { settings, issuer }) => {
    const hosts = trustedHosts(client, settings, issuer);
    if (!hosts) return ok;
    const { jwks_uri, secondary_jwks_uri, client_attester_jwks_uri } = client;
    const { request_uris, sector_identifier_uri, backchannel_logout_uri } = client;
    const keys = { jwks_uri, secondary_jwks_uri, client_attester_jwks_uri };
    const named = { ...keys, request_uris, sector_identifier_uri, backchannel_logout_uri };
    return Object.entries(named).flatMap(([name, value = []]) =>
      [value].flat().flatMap((address) => {
        // Of an address that may be any the host is known when it is called.
        const url = URL.parse(address.replace(/\*$/, ''));
        return !url || leadsTo(hosts, url)
          ? []
          : [violation('/trusted_hosts', `must have ${url.hostname}, where ${name} leads`)];
      }),
    );
  },
});
