import { clientFields } from '@clientele/client-schema';
import { SecretRotationMembers } from '../../admin/clients/secret-rotation-members.js';
import { done, resource } from '../resource.js';
import { declared, instant, instantOrNull, object, ref, string, stringOrNull } from '../shapes.js';

const secret = {
  id: '8f9c2a',
  hint: 'x7Qk',
  label: 'July deployment',
  created_at: '2026-01-15T09:30:00.000Z',
  created_by: 'clientele-automation',
  expires_at: null,
  last_used_at: null,
  retired: false,
};

export const clientSecrets = resource({
  name: 'Client secrets',
  description: 'How applications prove who they are.',
  operations: {
    rotateClientSecret: {
      summary: 'Give a client a new secret',
      description:
        'Makes a new secret and shows it, this once. The secrets before keep working for `client_secret_retention_ttl` seconds. An `expires_at` is the end of the new one, and becomes the `client_secret_expires_at` of the client.',
      parameters: ['ifMatch', 'idempotencyKey'],
      body: {
        schema: 'SecretInput',
        example: { label: 'July deployment', expires_at: '2030-01-31T12:00:00Z' },
        optional: true,
      },
      answers: {
        201: {
          description: 'The secret.',
          headers: ['ETag', 'Location'],
          body: {
            schema: 'FreshSecret',
            example: { ...secret, client_secret: 'mJ1yVw0x8cQ5bT3nZr7kPd2sLf9hGa4eUo6iXqYx7Qk' },
          },
        },
      },
      problems: ['conflict', 'notOwner', 'escalation', 'stale', 'invalidDocument'],
    },
    listClientSecrets: {
      summary: 'List the secrets of a client',
      description: 'What is known of the secrets, newest first; never the secrets.',
      answers: {
        200: { description: 'The secrets.', body: { schema: 'SecretList', example: { items: [secret] } } },
      },
    },
    endClientSecret: {
      summary: 'End a secret',
      description: 'Ends one secret now, whatever its retention period.',
      parameters: ['ifMatch'],
      answers: done('The secret no longer works.'),
      problems: ['notOwner', 'escalation', 'stale'],
    },
  },
  schemas: {
    Secret: object('What is known of a secret. The secret itself is kept as a digest.', {
      id: string('Names the secret in its address.'),
      hint: string('Its last characters.'),
      label: stringOrNull('What somebody called it.'),
      created_at: instant('When it was made, in UTC.'),
      created_by: string('Who made it.'),
      expires_at: instantOrNull('When it stops working, in UTC; null: never.'),
      last_used_at: instantOrNull('When the client last obtained a token with it, in UTC; null: never.'),
      retired: { type: 'boolean', description: 'Whether a newer one has replaced it.' },
    }),
    SecretInput: object(
      'A wish for a new secret.',
      {
        client_secret: {
          ...(clientFields.get('client_secret')?.schema ?? { type: 'string' }),
          description: 'A chosen secret; absent: 256 random bits.',
          writeOnly: true,
        },
        label: { type: ['string', 'null'], maxLength: 128, description: 'What to call it.' },
        ...declared(SecretRotationMembers),
      },
      ['client_secret', 'label', 'expires_at', 'client_secret_retention_ttl'],
    ),
    FreshSecret: {
      description: 'A new secret, shown in this answer and never again.',
      allOf: [ref('Secret'), object('The secret.', { client_secret: string('The secret itself.') })],
    },
    SecretList: object('The secrets of a client, newest first.', { items: { type: 'array', items: ref('Secret') } }),
  },
});
