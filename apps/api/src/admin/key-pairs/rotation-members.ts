import { ours } from '@clientele/client-schema';
import { Group } from '@clientele/client-schema/field';
import { Flag } from '@clientele/client-schema/kinds';

/** What a rotation may be asked for. */
@Group({ name: 'rotation', title: 'Rotation', intro: 'The next key of a pair.', spec: ours('keys') })
export class RotationMembers {
  /** Whether the key signs at once, before verifiers have read it: for a key that has leaked. */
  @Flag({
    label: 'At once',
    help: 'Sign with the new key at once, before verifiers can have read it. For a key that has leaked.',
    spec: ours('keys'),
    default: false,
  })
  at_once: boolean;
}
