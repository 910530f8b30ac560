import { onePage, resource } from '../resource.js';
import { instant, object, page, ref, stringOrNull } from '../shapes.js';

const revision = {
  revision: 4,
  at: '2026-01-15T09:30:00.000Z',
  actor: { id: '5b1d6c1e-7f0a-4d5b-9a53-2f6a8e0c9d11', name: 'ana', client_id: 'clientele-console' },
  origin: 'console',
  reason: 'Shorter tokens for the audit in May',
  actions: ['client.changed'],
  changes: [{ pointer: '/access_token_ttl', from: null, to: 300 }],
};

const document = { client_id: 'billing-worker', client_name: 'Billing worker', access_token_ttl: 300 };

const members = {
  revision: { type: 'integer', minimum: 1, description: 'Counts the writes of the client, from 1.' },
  at: instant('When it was written, in UTC.'),
  actor: ref('Actor'),
  origin: ref('Origin'),
  reason: stringOrNull('What the author gave as `Change-Reason`.'),
  actions: { type: 'array', items: { type: 'string' }, description: 'What was done, as types of events.' },
  changes: {
    type: 'array',
    items: ref('Difference'),
    description: 'What is another value than in the revision before, or in the one that was asked for.',
  },
};

export const clientRevisions = resource({
  name: 'Client revisions',
  description: 'What every write of a client has left, and who wrote it.',
  operations: {
    listClientRevisions: {
      summary: 'List the revisions of a client',
      description:
        'Who changed what, when, from where and why, newest first. A deleted client has its history until it is purged.',
      parameters: ['limit', 'after'],
      answers: onePage('RevisionPage', revision),
    },
    getClientRevision: {
      summary: 'Read a revision of a client',
      description: 'The client as it was, and how that differs from the revision before or from any other.',
      parameters: ['sinceRevision'],
      answers: {
        200: { description: 'The revision.', body: { schema: 'WholeRevision', example: { ...revision, document } } },
      },
    },
    restoreClientRevision: {
      summary: 'Restore a revision of a client',
      description:
        'Makes the client what it was, as a new revision that the rules of today are applied to. Its secrets and their expiry stay as they are.',
      parameters: ['ifMatch', 'dryRun', 'idempotencyKey'],
      answers: {
        200: {
          description: 'The client after the change.',
          headers: ['ETag'],
          body: { schema: 'RestoredClient', example: { ...document, revision: 5 } },
        },
      },
      problems: ['notOwner', 'escalation', 'systemObject', 'stale', 'invalidDocument'],
    },
  },
  schemas: {
    Revision: object('What a write of a client has changed, and who wrote it.', members),
    WholeRevision: object('A client as one write has left it.', {
      ...members,
      document: { type: 'object', description: 'The client as it was written.', additionalProperties: true },
    }),
    RevisionPage: page('Revision'),
    RestoredClient: ref('ClientWithSecret'),
  },
});
