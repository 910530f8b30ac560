import { type Server, rule, violation } from '../rule.js';
import { oidcRegistration } from '../specs.js';

export const unsignedResponseIsPermitted = rule({
  id: 'unsigned-response-is-permitted',
  spec: oidcRegistration('2'),
  severity: 'error',
  reads: ['id_token_signed_response_alg', 'userinfo_signed_response_alg', 'token_endpoint_auth_method', 'confidential'],
  check: (client, server) => {
    const fault = faultOf(client, server);
    if (fault === undefined) return [];
    return (['id_token_signed_response_alg', 'userinfo_signed_response_alg'] as const)
      .filter((name) => client[name] === 'none')
      .map((name) => violation(`/${name}`, fault));
  },
});

/** Such an answer is only as good as the connection that it comes over, and as the client at its end. */
function faultOf(
  { token_endpoint_auth_method, confidential }: { token_endpoint_auth_method: string; confidential: boolean },
  { settings }: Server,
): string | undefined {
  if (!settings.allow_unsigned_responses) return 'must not be none: the setting allow_unsigned_responses is off';
  if (token_endpoint_auth_method === 'none' || !confidential)
    return 'must not be none for a client that does not authenticate';
  return undefined;
}
