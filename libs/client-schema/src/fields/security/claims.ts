import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Reference } from '../../kinds.js';
import { oidcCore, ours } from '../../specs.js';

@Group({
  name: 'claims',
  title: 'Claims',
  intro: 'What tokens and answers tell of users and of the client.',
  spec: oidcCore('5'),
})
export class ClaimsFields {
  /** Which claims go into tokens and answers; of ID tokens and userinfo, where `oidc_policy_id` names no other. */
  @Reference({
    label: 'Claims mapper',
    help: 'Says which claims go into access tokens, ID tokens, userinfo and introspection answers.',
    spec: ours('claims'),
    resource: 'claims_mappers',
    inherits: 'default',
    example: 'default',
  })
  claims_mapper_id?: string | null;

  /** The claims mapper of ID tokens and userinfo, where it is another one than that of access tokens. */
  @Reference({
    label: 'OpenID Connect policy',
    help: 'The claims mapper of ID tokens and userinfo, where it is another than that of access tokens.',
    spec: ours('claims'),
    resource: 'claims_mappers',
    visibleWhen: hasUsers,
    example: 'default',
  })
  oidc_policy_id?: string;
}
