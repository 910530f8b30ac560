import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';
import { type ResponseType, codeGrantTypes } from '../vocabulary.js';

export const implicitGrantIsAvoided = rule({
  id: 'implicit-grant-is-avoided',
  spec: rfc(9700, '2.1.2'),
  severity: 'advice',
  reads: ['grant_types', 'restrict_response_types', 'response_types'],
  check: ({ grant_types }) =>
    grant_types.includes('implicit')
      ? violation(
          '/grant_types',
          'should not contain implicit: its tokens pass through the browser, where they leak; use the code grant with PKCE',
        )
      : ok,
  fix: ({ grant_types, restrict_response_types, response_types }) => {
    const others = grant_types.filter((grant) => grant !== 'implicit');
    const hasCodes = codeGrantTypes.some((grant) => others.includes(grant));
    return {
      grant_types: hasCodes ? others : [...others, 'authorization_code'],
      ...(restrict_response_types && { response_types: [...new Set(response_types.map(withoutTokens))] }),
      require_pkce: true,
    };
  },
});

/** What a client asks for instead that is given no token by the authorization endpoint. */
function withoutTokens(type: ResponseType): ResponseType {
  return type === 'none' ? type : 'code';
}
