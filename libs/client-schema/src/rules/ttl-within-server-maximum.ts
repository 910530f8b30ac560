import { inSeconds } from '../in-seconds.js';
import { rule, violation } from '../rule.js';
import { ours } from '../specs.js';
import { ttlsWithMaximum } from '../ttls-with-maximum.js';

export const ttlWithinServerMaximum = rule({
  id: 'ttl-within-server-maximum',
  spec: ours('configuration'),
  severity: 'error',
  reads: ttlsWithMaximum.map(([ttl]) => ttl),
  check: (client, { settings }) =>
    ttlsWithMaximum
      .filter(([ttl, maximum]) => client[ttl] > settings[maximum])
      .map(([ttl, maximum]) =>
        violation(`/${ttl}`, `must be at most ${inSeconds(settings[maximum])}, the server’s maximum`),
      ),
});
