import { Group } from '../field.js';
import { Choice, Reference, Seconds, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { oidcCore, ours, rfc } from '../specs.js';
import { recordId } from './record-id.js';

/** How signed userinfo answers are made for some clients. */
@Group({
  name: 'token_issuer',
  title: 'Token issuers',
  intro: 'How signed userinfo answers are made: with which keys, with which claims, and how long they are good.',
  spec: ours('keys'),
})
export class TokenIssuerMembers {
  @Text({ ...recordId, spec: ours('keys'), example: 'partners' })
  id: string;

  @Text({
    label: 'Name',
    help: 'What administrators call it.',
    spec: ours('keys'),
    required: true,
    max: 128,
    example: 'Userinfo for partners',
  })
  name: string;

  /** What it makes. Access tokens are made by an access token manager, and ID tokens as the client says. */
  @Choice({
    label: 'Purpose',
    help: 'What it makes: signed userinfo answers.',
    spec: oidcCore('5.3.2'),
    values: ['userinfo'],
    default: 'userinfo',
  })
  purpose: 'userinfo';

  /** Signs in place of the client's `key_pair_id`. Null: that one, or a key pair of the server's own. */
  @Reference({
    label: 'Key pair',
    help: 'Key pair that signs. Empty: the client’s, or else one of the server’s own.',
    spec: ours('keys'),
    resource: 'key_pairs',
    example: 'es256',
  })
  key_pair_id?: string;

  /** Says which claims are told in place of the client's `oidc_policy_id`. Null: that one. */
  @Reference({
    label: 'Claims mapper',
    help: 'Says which claims the answers carry. Empty: the client’s own mapper.',
    spec: ours('claims'),
    resource: 'claims_mappers',
    example: 'default',
  })
  claims_mapper_id?: string;

  /** How long an answer is good, in seconds: it says when it was made and when it ends. */
  @Seconds({
    label: 'Lifetime',
    help: 'How long an answer is good. It carries iat and exp.',
    spec: rfc(7519, '4.1.4'),
    min: 10,
    max: 86_400,
    default: 300,
  })
  ttl: number;
}

export type TokenIssuer = RecordOf<TokenIssuerMembers>;

export const tokenIssuers: Resource<'token_issuers', TokenIssuerMembers> = {
  name: 'token_issuers',
  members: TokenIssuerMembers,
  id: 'id',
  systemMembers: [],
  readByClientRules: ['key_pair_id'],
  standard: [],
};
