import { usesCodes } from '../interactive.js';
import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const codeChallengeIsHashed = rule({
  id: 'code-challenge-is-hashed',
  spec: rfc(9700, '2.1.1'),
  severity: 'advice',
  reads: ['allowed_code_challenge_methods', 'grant_types'],
  check: ({ allowed_code_challenge_methods, grant_types }) =>
    usesCodes(grant_types) && allowed_code_challenge_methods.includes('plain')
      ? violation(
          '/allowed_code_challenge_methods',
          'should be S256 alone: plain shows the verifier to who sees the request',
        )
      : ok,
  fix: () => ({ allowed_code_challenge_methods: ['S256'] }),
});
