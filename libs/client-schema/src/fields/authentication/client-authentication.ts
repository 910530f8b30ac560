import { any, includes, intersects, is, not } from '../../conditions.js';
import { Group } from '../../field.js';
import { Choice, Choices, Flag } from '../../kinds.js';
import { oidcRegistration, ours, rfc } from '../../specs.js';
import {
  type AsymmetricSigningAlg,
  type ClientAuthenticationMethod,
  asymmetricSigningAlgs,
  clientAuthenticationMethods,
} from '../../vocabulary.js';

const usesPrivateKeyJwt = any(
  is('token_endpoint_auth_method', 'private_key_jwt'),
  includes('additional_token_endpoint_auth_methods', 'private_key_jwt'),
);

@Group({
  name: 'client_authentication',
  title: 'Client authentication',
  intro: 'How the application proves at the token endpoint that it is itself.',
  spec: rfc(6749, '2.3'),
})
export class ClientAuthenticationFields {
  /** How the client authenticates at the token, introspection and revocation endpoints. `none` makes it public. */
  @Choice({
    label: 'Authentication method',
    help: 'How the application proves who it is. “none” makes it a public client, which must use PKCE.',
    spec: rfc(7591, '2'),
    values: clientAuthenticationMethods,
    default: 'client_secret_basic',
  })
  token_endpoint_auth_method: ClientAuthenticationMethod;

  /** Further methods accepted as well, each with the credentials that it needs. */
  @Choices({
    label: 'Additional methods',
    help: 'Other methods accepted as well, for example while an application moves from a secret to keys.',
    spec: ours('clients'),
    values: clientAuthenticationMethods.filter((method) => method !== 'none'),
    default: [],
    visibleWhen: not(is('token_endpoint_auth_method', 'none')),
  })
  additional_token_endpoint_auth_methods: ClientAuthenticationMethod[];

  /** The one algorithm accepted for client assertions; absent: any that fits a registered key. */
  @Choice({
    label: 'Assertion signing algorithm',
    help: 'Algorithm the application signs its assertions with. Empty accepts any that fits a registered key.',
    spec: oidcRegistration('2'),
    values: asymmetricSigningAlgs,
    visibleWhen: usesPrivateKeyJwt,
    example: 'ES256',
  })
  token_endpoint_auth_signing_alg?: AsymmetricSigningAlg;

  /** Each client assertion is accepted once, until it expires. */
  @Flag({
    label: 'Refuse replayed assertions',
    help: 'Accept each signed assertion once only, on all instances, until it expires.',
    spec: rfc(7523, '3'),
    default: false,
    visibleWhen: usesPrivateKeyJwt,
  })
  enforce_jwt_replay_prevention: boolean;
}

export const usesClientSecret = any(
  intersects('additional_token_endpoint_auth_methods', 'client_secret_basic', 'client_secret_post'),
  is('token_endpoint_auth_method', 'client_secret_basic'),
  is('token_endpoint_auth_method', 'client_secret_post'),
);
