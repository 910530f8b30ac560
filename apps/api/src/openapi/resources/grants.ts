import { done, onePage, resource } from '../resource.js';
import { instant, instantOrNull, object, page, string, stringOrNull } from '../shapes.js';

const grant = {
  id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  client_id: 'shop',
  sub: '5b1d6c1e-7f0a-4d5b-9a53-2f6a8e0c9d11',
  scope: ['openid', 'offline_access'],
  authorization_details: [],
  auth_time: '2026-01-15T09:30:00.000Z',
  created_at: '2026-01-15T09:30:00.000Z',
  revoked_at: null,
  refresh_expires_at: '2026-01-15T10:30:00.000Z',
};

export const grants = resource({
  name: 'Grants',
  description: 'What users have granted.',
  operations: {
    listGrants: {
      summary: 'List grants',
      description: 'What users have granted clients, newest first.',
      parameters: ['limit', 'after', 'clientId', 'subject'],
      answers: onePage('GrantPage', grant),
    },
    getGrant: {
      summary: 'Read a grant',
      description: 'What one user has granted one client.',
      answers: { 200: { description: 'The grant.', body: { schema: 'Grant', example: grant } } },
    },
    revokeGrant: {
      summary: 'Revoke a grant',
      description: 'Ends a grant; its refresh and access tokens are refused at once.',
      answers: done('The grant is revoked.'),
    },
  },
  schemas: {
    Grant: object('What somebody has granted a client at one sign-in.', {
      id: string('Names the grant.'),
      client_id: string('The client.'),
      sub: stringOrNull('The account; null: nobody, the client acts for itself.'),
      scope: { type: 'array', items: { type: 'string' }, description: 'The scopes granted.' },
      authorization_details: {
        type: 'array',
        items: {
          type: 'object',
          required: ['type'],
          properties: { type: { type: 'string' } },
          additionalProperties: true,
        },
        description: 'What was granted in detail, RFC 9396 §6.',
      },
      auth_time: instant('When the user signed in, in UTC.'),
      created_at: instant('When it was granted, in UTC.'),
      revoked_at: instantOrNull('When it was revoked; null: it is in force.'),
      refresh_expires_at: instantOrNull('When the present refresh token ends; null: there is none.'),
    }),
    GrantPage: page('Grant'),
  },
});
