import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const scopeExists = rule({
  id: 'scope-exists',
  spec: rfc(7591, '2'),
  severity: 'error',
  reads: ['scope'],
  check: ({ scope }, { scopes }) => {
    const known = new Set(scopes.map(({ name }) => name));
    const unknown = new Set((scope ?? '').split(' ').filter((name) => name !== '' && !known.has(name)));
    return unknown.size > 0
      ? violation('/scope', `must name scopes of this server; it has no ${[...unknown].join(', ')}`)
      : ok;
  },
});
