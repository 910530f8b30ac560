import { clientFields, ours } from '@clientele/client-schema';
import { Group } from '@clientele/client-schema/field';
import { Instant, Seconds } from '@clientele/client-schema/kinds';

const { minimum: min, maximum: max } = clientFields.get('client_secret_retention_ttl')!.schema as Record<
  'minimum' | 'maximum',
  number
>;
const retention = { min, max };

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

  /**
   * How long the secrets before work on, in seconds; it becomes the client's `client_secret_retention_ttl`. Null: as long
   * as the server says. Absent: as long as the client does.
   */
  @Seconds({
    label: 'Retention of replaced secrets',
    help: 'How long the secrets before work on; it becomes the retention of the client. Null: as the server says. Absent: as the client says.',
    spec: ours('secrets'),
    ...retention,
    example: 86_400,
  })
  client_secret_retention_ttl?: number | null;
}
