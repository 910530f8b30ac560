import { onePage, resource } from '../resource.js';
import { instant, object, page, ref, string } from '../shapes.js';
import { asWritten } from './clients.js';

const described = {
  client_id: 'https://app.example.com/oauth/client.json',
  client_name: 'Example App',
  redirect_uris: ['https://app.example.com/callback'],
};

const document = {
  id: '6f1e0c52-9b1a-4c55-8d0e-2a3f4b5c6d7e',
  client_id: described.client_id,
  document: described,
  client: { ...described, grant_types: ['authorization_code'], scope: 'openid' },
  faults: [],
  admitted: true,
  frozen: false,
  first_seen_at: '2026-01-15T09:30:00.000Z',
  fetched_at: '2026-01-15T09:30:00.000Z',
  fresh_until: '2026-01-15T10:30:00.000Z',
};

const answer = (description: string) => ({
  200: { description, body: { schema: 'ClientDocument' as const, example: document } },
});

export const clientDocuments = resource({
  name: 'Client documents',
  description: 'Clients that nobody has registered: each is known by the document at its client_id.',
  operations: {
    listClientDocuments: {
      summary: 'List client documents',
      description: 'Documents that clients were made of, those met last first. What made no client is in the receipts.',
      parameters: ['limit', 'after', 'clientId'],
      answers: onePage('ClientDocumentPage', document),
    },
    getClientDocument: {
      summary: 'Read a client document',
      description: 'One document, and what this server makes of it today.',
      answers: answer('The document.'),
    },
    freezeClientDocument: {
      summary: 'Freeze the client of a document',
      description: 'Refuses the client at every endpoint, with everything that it was granted.',
      parameters: ['idempotencyKey'],
      answers: answer('The document.'),
    },
    thawClientDocument: {
      summary: 'Thaw the client of a document',
      description: 'Admits the client again, with what it was granted.',
      parameters: ['idempotencyKey'],
      answers: answer('The document.'),
    },
    registerClientDocument: {
      summary: 'Register the client of a document',
      description:
        'Makes a registered client of it, as its document describes it today and with what it was granted. From then on nothing is fetched, and the client is changed like every other.',
      parameters: ['idempotencyKey'],
      answers: {
        201: {
          description: 'The client.',
          headers: ['ETag', 'Location'],
          body: { schema: 'ClientOfDocument', example: asWritten.example },
        },
      },
      problems: ['alreadyExists', 'escalation', 'invalidDocument'],
    },
  },
  schemas: {
    ClientDocument: object('A client that nobody has registered.', {
      id: string('Names it here; the internal id of the client.'),
      client_id: string('The address of the document.'),
      document: { type: 'object', description: 'As it was fetched last.', additionalProperties: true },
      client: {
        type: ['object', 'null'],
        description: 'What the ceiling and the rules leave of it today; null: nothing.',
        additionalProperties: true,
      },
      faults: { type: 'array', items: ref('Issue'), description: 'Why there is no client.' },
      admitted: { type: 'boolean', description: 'Whether the settings admit it.' },
      frozen: { type: 'boolean', description: 'Whether an administrator refuses it.' },
      first_seen_at: instant('When it was fetched first, in UTC.'),
      fetched_at: instant('When it was fetched last, in UTC.'),
      fresh_until: instant('Until when it is used without being fetched again, in UTC.'),
    }),
    ClientOfDocument: ref('ClientWithSecret'),
    ClientDocumentPage: page('ClientDocument'),
  },
});
