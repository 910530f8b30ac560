import { found, onePage, resource } from '../resource.js';
import { object, page, revised, string, stringOrNull } from '../shapes.js';

const manager = {
  id: 'jwt',
  name: 'JSON Web Token',
  format: 'jwt',
  signing_alg: 'ES256',
  revision: 1,
  system: true,
  updated_at: '2026-01-15T09:30:00.000Z',
  updated_by: 'system',
};

export const accessTokenManagers = resource({
  name: 'Access token managers',
  description: 'How access tokens look.',
  operations: {
    listAccessTokenManagers: {
      summary: 'List access token managers',
      description: 'The ways in which access tokens can look, by id.',
      parameters: ['limit', 'after'],
      answers: onePage('AccessTokenManagerPage', manager),
    },
    getAccessTokenManager: {
      summary: 'Read an access token manager',
      description: 'One way in which access tokens can look.',
      parameters: ['ifNoneMatch'],
      answers: found('access token manager', { schema: 'AccessTokenManager', example: manager }),
    },
  },
  schemas: {
    AccessTokenManager: object('How access tokens look.', {
      id: string('Names it in clients and settings.'),
      name: string('Its name for people.'),
      format: { type: 'string', enum: ['jwt', 'opaque'] },
      signing_alg: stringOrNull('Signature algorithm of JWTs; null for opaque tokens.'),
      ...revised,
    }),
    AccessTokenManagerPage: page('AccessTokenManager'),
  },
});
