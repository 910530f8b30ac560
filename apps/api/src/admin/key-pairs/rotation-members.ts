import { ours, rfc } from '@clientele/client-schema';
import { Group } from '@clientele/client-schema/field';
import { keyIdLimits } from '@clientele/client-schema/fields/security/keys';
import { Flag, Text } from '@clientele/client-schema/kinds';

const rotation = { name: 'rotation', title: 'Rotation', intro: 'The next key of a pair.', spec: ours('keys') };

const atOnce = {
  label: 'At once',
  help: 'Sign with the new key at once, before verifiers can have read it. For a key that has leaked.',
  spec: ours('keys'),
  default: false,
};

/** What a rotation may be asked for. */
@Group(rotation)
export class RotationMembers {
  /** Whether the key signs at once, before verifiers have read it: for a key that has leaked. */
  @Flag(atOnce)
  at_once: boolean;
}

/** What the rotation of a pair may be asked for that a client has for itself. */
@Group(rotation)
export class ClientRotationMembers {
  /** Whether the key signs at once, before verifiers have read it: for a key that has leaked. */
  @Flag(atOnce)
  at_once: boolean;

  /** What the key is called; it becomes the client's `id_token_kid`, and is required where the client has one. */
  @Text({
    label: 'Key ID',
    help: 'What the next key is called. A client that names its keys has to name each one differently.',
    spec: rfc(7515, '4.1.4'),
    ...keyIdLimits,
    example: 'payments-2027',
  })
  id_token_kid?: string | null;
}
