import { ok, rule, violation } from '../rule.js';
import { backChannelLogout } from '../specs.js';

export const logoutTokensAreSigned = rule({
  id: 'logout-tokens-are-signed',
  spec: backChannelLogout('2.4'),
  severity: 'error',
  reads: ['id_token_signed_response_alg', 'backchannel_logout_uri'],
  check: ({ id_token_signed_response_alg, backchannel_logout_uri }) =>
    backchannel_logout_uri !== undefined && id_token_signed_response_alg === 'none'
      ? violation('/id_token_signed_response_alg', 'must not be none: logout tokens are signed as ID tokens are')
      : ok,
});
