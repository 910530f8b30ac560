import { ours } from '@clientele/client-schema';
import { Group } from '@clientele/client-schema/field';
import { Instant } from '@clientele/client-schema/kinds';

/** What a rotation says of the new secret, beside the secret itself and what it is called. */
@Group({ name: 'secret_rotation', title: 'Rotation', intro: 'The next secret of a client.', spec: ours('secrets') })
export class SecretRotationMembers {
  /**
   * When the new secret stops working; it becomes the client's `client_secret_expires_at`. Null: never. Absent: when the
   * client says.
   */
  @Instant({
    label: 'Expires at',
    help: 'When the new secret stops working, in UTC; it becomes the expiry date of the client. Null: never. Absent: as the client says.',
    spec: ours('secrets'),
    example: '2030-01-31T12:00:00Z',
  })
  expires_at?: string | null;
}
