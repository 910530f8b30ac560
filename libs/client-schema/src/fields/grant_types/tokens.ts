import { intersects } from '../../conditions.js';
import { Group } from '../../field.js';
import { hasCodes, hasUsers } from '../../interactive.js';
import { Flag, Reference, Seconds } from '../../kinds.js';
import { oidcCore, ours, rfc } from '../../specs.js';
import { agentGrantTypes } from '../../vocabulary.js';

/** Seconds that no authorization code outlives, whatever the settings. */
export const maxCodeTtl = 600;

@Group({
  name: 'tokens',
  title: 'Tokens',
  intro: 'What the tokens of this client look like and how long they live.',
  spec: rfc(6749, '5.1'),
})
export class TokenFields {
  /** The access token manager that makes this client's access tokens: a JWT or an opaque handle. */
  @Reference({
    label: 'Access token manager',
    help: 'Format of access tokens: a signed JWT that APIs verify themselves, or an opaque handle that they introspect.',
    spec: ours('access-tokens'),
    resource: 'access_token_managers',
    inherits: 'jwt',
    example: 'opaque',
  })
  default_access_token_manager_id?: string | null;

  /** True: no other manager makes this client's tokens, be it asked for or that of an API. */
  @Flag({
    label: 'No other access token manager',
    help: 'All access tokens look alike, whatever the request asks for and whatever API they are for.',
    spec: ours('access-tokens'),
    default: false,
  })
  restrict_to_default_access_token_manager: boolean;

  /** Lifetime of access tokens, in seconds; told to the client as expires_in. */
  @Seconds({
    label: 'Access token lifetime',
    help: 'How long access tokens live.',
    spec: rfc(6749, '5.1'),
    min: 1,
    max: 86_400,
    inherits: 300,
    example: 900,
  })
  access_token_ttl?: number | null;

  /** Lifetime of authorization codes, in seconds. */
  @Seconds({
    label: 'Authorization code lifetime',
    help: 'How long an authorization code may wait to be exchanged. A redirect needs seconds, not minutes.',
    spec: rfc(6749, '4.1.2'),
    min: 1,
    max: maxCodeTtl,
    inherits: 60,
    visibleWhen: hasCodes,
    example: 30,
  })
  authorization_code_ttl?: number | null;

  /** Lifetime of ID tokens, in seconds. */
  @Seconds({
    label: 'ID token lifetime',
    help: 'How long ID tokens are valid.',
    spec: oidcCore('2'),
    min: 1,
    max: 86_400,
    inherits: 300,
    visibleWhen: hasUsers,
    example: 300,
  })
  id_token_ttl?: number | null;

  /** Lifetime of the tokens of the agent grants, in seconds; told to the client as expires_in. */
  @Seconds({
    label: 'Agent token lifetime',
    help: 'How long agent tokens live. They end at once when they are revoked.',
    spec: ours('agents'),
    min: 1,
    max: 2_592_000,
    inherits: 2_592_000,
    visibleWhen: intersects('grant_types', ...agentGrantTypes),
    example: 86_400,
  })
  agent_token_ttl?: number | null;
}
