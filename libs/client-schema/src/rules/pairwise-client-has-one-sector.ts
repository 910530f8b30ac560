import { ok, rule, violation } from '../rule.js';
import { hostsOf } from '../sector.js';
import { oidcCore } from '../specs.js';

export const pairwiseClientHasOneSector = rule({
  id: 'pairwise-client-has-one-sector',
  spec: oidcCore('8.1'),
  severity: 'error',
  reads: ['subject_type', 'sector_identifier_uri', 'sector_identifier', 'redirect_uris'],
  check: ({ subject_type, sector_identifier_uri, sector_identifier, redirect_uris }) => {
    if (subject_type !== 'pairwise' || (sector_identifier_uri ?? sector_identifier) !== undefined) return ok;
    const hosts = hostsOf(redirect_uris);
    if (hosts.length === 1) return ok;
    return hosts.length === 0
      ? violation('/subject_type', 'must be public: without a redirect URI or a sector identifier there is no sector')
      : violation(
          '/sector_identifier_uri',
          `must be given: the redirect URIs have several hosts (${hosts.join(', ')})`,
        );
  },
});
