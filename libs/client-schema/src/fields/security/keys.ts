import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Reference } from '../../kinds.js';
import { ours } from '../../specs.js';

@Group({
  name: 'keys',
  title: 'Keys',
  intro: 'Which keys of the server sign for this client.',
  spec: ours('keys'),
})
export class KeyFields {
  /** The key pair that signs this client's ID tokens and userinfo answers; absent: the server's own. */
  @Reference({
    label: 'Key pair',
    help: 'Key pair that signs ID tokens and userinfo answers for this client. Empty: a key pair of the server’s own.',
    spec: ours('keys'),
    resource: 'key_pairs',
    visibleWhen: hasUsers,
    example: 'es256',
  })
  key_pair_id?: string;
}
