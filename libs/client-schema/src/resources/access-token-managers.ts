import { Group } from '../field.js';
import { Choice, Text } from '../kinds.js';
import { type RecordOf, type Resource } from '../resource.js';
import { ok, violation } from '../rule.js';
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
}

export type AccessTokenManager = RecordOf<AccessTokenManagerMembers>;

export const accessTokenManagers: Resource<'access_token_managers', AccessTokenManagerMembers> = {
  name: 'access_token_managers',
  members: AccessTokenManagerMembers,
  id: 'id',
  systemMembers: ['name'],
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
  ],
};
