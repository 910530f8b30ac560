import { includes } from '../../conditions.js';
import { Group } from '../../field.js';
import { Flag } from '../../kinds.js';
import { oidcCore, ours } from '../../specs.js';

@Group({
  name: 'consent',
  title: 'Consent',
  intro: 'Whether users are asked before this application gets access.',
  spec: oidcCore('3.1.2.4'),
})
export class ConsentFields {
  /** True: consent is assumed, unless the request says prompt=consent. */
  @Flag({
    label: 'First-party application',
    help: 'Your own application: users are not asked for consent unless the request asks for it.',
    spec: ours('clients'),
    default: true,
    visibleWhen: includes('grant_types', 'authorization_code'),
  })
  first_party: boolean;
}
