import { Group } from '../field.js';
import { Choice, Flag, References, Seconds, Text, Words } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ok, violation } from '../rule.js';
import { inSeconds } from '../in-seconds.js';
import { serverClaimsAmong } from '../server-claims.js';
import { ours, rfc } from '../specs.js';
import { type AsymmetricSigningAlg, asymmetricSigningAlgs } from '../vocabulary.js';
import { recordId } from './record-id.js';

/** How access tokens look. */
@Group({
  name: 'access_token_manager',
  title: 'Access token managers',
  intro: 'How access tokens look, and how long they live.',
  spec: ours('access-tokens'),
})
export class AccessTokenManagerMembers {
  @Text({ ...recordId, spec: ours('access-tokens'), example: 'payments' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('access-tokens'),
    required: true,
    max: 128,
    example: 'Tokens of the payment API',
  })
  name: string;

  @Choice({
    label: 'Format',
    help: 'A JWT that APIs verify themselves, or an opaque handle that they introspect.',
    spec: rfc(9068, '2'),
    values: ['jwt', 'opaque'],
    default: 'jwt',
  })
  format: 'jwt' | 'opaque';

  /** Of JWTs. Null for opaque tokens. */
  @Choice({
    label: 'Signature algorithm',
    help: 'How JWTs are signed. Opaque tokens are not.',
    spec: rfc(9068, '2.1'),
    values: asymmetricSigningAlgs,
    example: 'ES256',
  })
  signing_alg?: AsymmetricSigningAlg | null;

  /** Seconds. Of clients that have no lifetime of their own; null: the server's. */
  @Seconds({
    label: 'Lifetime',
    help: 'How long the tokens live, of clients that have no lifetime of their own. Empty: as the server’s settings say.',
    spec: rfc(6749, '5.1'),
    min: 1,
    max: 86_400,
    example: 600,
  })
  access_token_ttl?: number | null;

  /** Whom every token is for, besides the APIs that its scopes belong to. */
  @Words({
    label: 'Audience',
    help: 'APIs that every token is for, besides those that its scopes belong to.',
    spec: rfc(9068, '3'),
    maxItems: 20,
    maxLength: 2048,
    default: [],
    example: ['https://gateway.example.com'],
  })
  audience: string[];

  /** APIs whose tokens it makes, whatever manager is their client's own. */
  @Words({
    label: 'Resource URIs',
    help: 'APIs whose tokens look like this, whatever the access token manager of the client that asks for them.',
    spec: rfc(8707, '2'),
    maxItems: 50,
    maxLength: 2048,
    default: [],
    example: ['https://payments.example.com'],
  })
  resource_uris: string[];

  /** Claims about the user that every token carries, whatever the scope. */
  @Words({
    label: 'Claims',
    help: 'Claims about the user that every token carries, whatever its scope: what the APIs have been promised.',
    spec: rfc(9068, '2.2.2'),
    maxItems: 50,
    maxLength: 255,
    default: [],
    example: ['department'],
  })
  claims: string[];

  /** Whether only `allowed_clients` may have such tokens. */
  @Flag({
    label: 'For certain clients only',
    help: 'Only the clients that are listed may have such tokens.',
    spec: ours('access-tokens'),
    default: false,
  })
  restrict_clients: boolean;

  @References({
    label: 'Clients',
    help: 'Client IDs of those that may have such tokens, where only certain clients may.',
    spec: ours('access-tokens'),
    resource: 'clients',
    maxItems: 1000,
    default: [],
  })
  allowed_clients: string[];
}

export type AccessTokenManager = RecordOf<AccessTokenManagerMembers>;

export const accessTokenManagers: Resource<'access_token_managers', AccessTokenManagerMembers> = {
  name: 'access_token_managers',
  members: AccessTokenManagerMembers,
  id: 'id',
  systemMembers: ['name'],
  readByClientRules: ['format', 'signing_alg', 'restrict_clients', 'allowed_clients'],
  standard: [
    { id: 'jwt', name: 'JWT', format: 'jwt', signing_alg: 'ES256' },
    { id: 'jwt-rs256', name: 'JWT signed with RS256', format: 'jwt', signing_alg: 'RS256' },
    { id: 'opaque', name: 'Opaque token', format: 'opaque' },
  ],
  rules: [
    {
      id: 'jwt-has-a-signature',
      spec: rfc(9068, '2.1'),
      check: ({ format, signing_alg }, { signing_algs }) => {
        if (format === 'opaque') return signing_alg === null ? ok : violation('/signing_alg', 'is for JWTs only');
        return signing_alg !== null && signing_algs.includes(signing_alg)
          ? ok
          : violation('/signing_alg', `must be one of ${signing_algs.join(', ')}, for which the server has a key`);
      },
    },
    {
      id: 'ttl-within-server-maximum',
      spec: ours('configuration'),
      check: ({ access_token_ttl }, { settings }) =>
        access_token_ttl !== null && access_token_ttl > settings.max_access_token_ttl
          ? violation(
              '/access_token_ttl',
              `must be at most ${inSeconds(settings.max_access_token_ttl)}, the server’s maximum`,
            )
          : ok,
    },
    {
      id: 'claims-are-not-the-servers-own',
      spec: rfc(9068, '2.2'),
      check: ({ claims }) => {
        const fault = serverClaimsAmong(claims);
        return fault === undefined ? ok : violation('/claims', fault);
      },
    },
    {
      id: 'api-has-one-manager',
      spec: rfc(8707, '2'),
      check: ({ id, resource_uris }, { access_token_managers }) => {
        const others = access_token_managers.filter((other) => other.id !== id);
        return resource_uris.flatMap((uri, index) =>
          others
            .filter((other) => other.resource_uris.includes(uri))
            .map((other) => violation(`/resource_uris/${index}`, `must not be one of ${other.id} too`)),
        );
      },
    },
  ],
};
