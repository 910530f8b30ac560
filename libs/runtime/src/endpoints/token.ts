import { rfc } from '@clientele/client-schema';
import { type AuthenticatedClient, authenticateClient, supportedMethods } from '../client-authentication/index.js';
import { type Context } from '../context.js';
import { askForNonce, dpopSigningAlgs, hasProof, withProvenKey } from '../dpop/proof.js';
import { type TokenResponse } from '../grants/grant.js';
import { grants } from '../grants/index.js';
import { required } from '../grants/parameters.js';
import { agentCode } from '../grants/agent-code.js';
import { authorizationCode } from '../grants/authorization-code.js';
import { refreshToken } from '../grants/refresh-token.js';
import { type Parameters, json } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { type ProtocolRule } from '../steps.js';
import { withAskedManager } from '../tokens/access-token-manager.js';
import { withUsedSecret } from '../tokens/response-signer.js';
import { type Endpoint } from './endpoint.js';
import { readForm } from './form.js';
import { signingAlgsOfAssertions } from './signing-algs.js';

const grantIsSupported: ProtocolRule = {
  id: 'grant-type-is-supported',
  spec: rfc(6749, '5.2'),
  error: 'unsupported_grant_type',
  description: 'this server does not support the grant type',
  sentence: 'The server does not know the grant type.',
};

const grantIsAllowed: ProtocolRule = {
  id: 'grant-type-is-allowed',
  spec: rfc(6749, '5.2'),
  error: 'unauthorized_client',
  description: 'the client may not use this grant type',
  sentence: 'The grant type is not among the client’s grant_types.',
};

const clientAuthenticates: ProtocolRule = {
  id: 'grant-needs-client-authentication',
  spec: rfc(6749, '4.4.2'),
  error: 'invalid_client',
  description: 'client authentication failed',
  sentence: 'This grant is for clients that authenticate; the request carries no credentials.',
};

/** RFC 6749 §3.2. */
export const token: Endpoint = {
  path: '/token',
  spec: rfc(6749, '3.2'),
  methods: ['POST'],
  answers: 'json',
  cors: 'client',

  metadata: async ({ addresses, registry }) => ({
    token_endpoint: `${addresses.issuer}/token`,
    // The implicit grant is one of the authorization endpoint.
    grant_types_supported: [
      ...grants.keys(),
      ...((await registry.server()).settings.allow_legacy_grants ? ['implicit'] : []),
    ],
    // RFC 8705 §3.3.
    ...(addresses.mutualTls && { tls_client_certificate_bound_access_tokens: true }),
    // RFC 9449 §5.1.
    dpop_signing_alg_values_supported: dpopSigningAlgs,
    token_endpoint_auth_methods_supported: supportedMethods(addresses),
    token_endpoint_auth_signing_alg_values_supported: signingAlgsOfAssertions,
  }),

  async handle(context) {
    const { request } = context;
    const params = readForm(context);
    if (hasProof(context)) await askForNonce(context);
    const authenticated = await authenticateClient(params, context, (known) => exempts(known, params));
    const response = await answerTokenRequest(authenticated, params, context);
    const { client, secret_id } = authenticated;
    context.audit.record({
      type: 'token_issued',
      client_id: client.client_id,
      ...(secret_id !== undefined && { secret_id }),
      endpoint: request.path,
      detail: { grant_type: params.get('grant_type')! },
    });
    return json(200, response);
  },
};

/** What an authenticated client is given. @throws OAuthError */
export async function answerTokenRequest(
  { client, method, secret_id }: AuthenticatedClient,
  params: Parameters,
  context: Context,
): Promise<TokenResponse> {
  const { steps } = context;
  const type = required(params, 'grant_type', steps);
  const grant = steps.need(grantIsSupported, grants.get(type), () => ({
    sent: type,
    registered: [...grants.keys()],
  }));
  steps.hold(grantIsAllowed, client.grant_types.includes(grant.type), () => ({
    sent: grant.type,
    registered: client.grant_types,
    // What wallets may do is not the client's to say.
    ...(client.did === undefined && { suggestion: { add: { grant_types: [grant.type] } } }),
  }));
  steps.hold(clientAuthenticates, grant.publicClients || method !== 'none');
  const asking = withUsedSecret(withAskedManager(client, params, steps), secret_id);
  // The one place where every grant begins, so that none forgets the proof.
  const isToProve = client.dpop_bound_access_tokens || hasProof(context);
  const proven = isToProve ? await withProvenKey(client, context) : context;
  return grant.issue({ client: asking, method, params }, proven);
}

/** A client may be allowed to refresh, or to exchange a code, without its credentials; a wallet has none anyway. */
function exempts(client: RegisteredClient, params: Parameters): boolean {
  const type = params.get('grant_type');
  if (client.did !== undefined) return true;
  const isOfCode = type === authorizationCode.type || type === agentCode.type;
  return (client.public_refresh_token && type === refreshToken.type) || (!client.confidential && isOfCode);
}
