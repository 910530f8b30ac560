import { any } from '../../conditions.js';
import { Group } from '../../field.js';
import { EpochSeconds, Seconds, Secret } from '../../kinds.js';
import { ours, rfc } from '../../specs.js';
import { asksWithSecret } from '../security/jar.js';
import { isMadeWithSecret } from '../security/signing.js';
import { authenticatesBy } from './client-authentication.js';

/** Whether a client has a secret: it shows it, signs with it, or has answers that are made with it. */
export const hasClientSecret = any(
  authenticatesBy('client_secret_basic', 'client_secret_post', 'client_secret_jwt'),
  isMadeWithSecret,
  asksWithSecret,
);

/** Text that every form and header carries. */
export const secretText = {
  access: 'write_only',
  min: 16,
  max: 512,
  pattern: /^[\x20-\x7e]+$/,
  patternHelp: 'consist of printable ASCII characters',
} as const;

@Group({
  name: 'secret',
  title: 'Client secret',
  intro:
    'The shared secret of this client: generated here, shown once, kept as a digest, and sealed where it signs or encrypts.',
  spec: rfc(6749, '2.3.1'),
})
export class SecretFields {
  /** A chosen secret; absent where one is needed: 256 bits are generated. Shown once, in the answer that sets it. */
  @Secret({
    ...secretText,
    label: 'Client secret',
    help: 'Leave empty to have a strong one generated. Shown once.',
    spec: rfc(7591, '3.2.1'),
    visibleWhen: hasClientSecret,
  })
  client_secret?: string;

  /** When the current secret stops working, in seconds since 1970; 0: never. */
  @EpochSeconds({
    label: 'Secret expires',
    help: 'Date after which the secret stops working. Empty: never.',
    spec: rfc(7591, '3.2.1'),
    default: 0,
    visibleWhen: hasClientSecret,
  })
  client_secret_expires_at: number;

  /** How long a replaced secret keeps working, in seconds. */
  @Seconds({
    label: 'Retention of replaced secrets',
    help: 'How long the old secret still works after a change, so that deployments can follow.',
    spec: ours('secrets'),
    min: 0,
    max: 2_628_000,
    inherits: 0,
    visibleWhen: hasClientSecret,
    example: 86_400,
  })
  client_secret_retention_ttl?: number | null;
}
