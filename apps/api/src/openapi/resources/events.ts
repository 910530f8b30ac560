import { origins } from '@clientele/storage';
import { onePage, resource } from '../resource.js';
import { instant, object, page, ref, string, stringOrNull } from '../shapes.js';

const event = {
  seq: 128,
  at: '2026-01-15T09:30:00.000Z',
  type: 'client.changed',
  target: 'billing-worker',
  client_id: 'billing-worker',
  revision: 4,
  fields: ['/access_token_ttl'],
  actor: { id: '5b1d6c1e-7f0a-4d5b-9a53-2f6a8e0c9d11', name: 'ana', client_id: 'clientele-console' },
  origin: 'console',
  reason: 'Shorter tokens for the audit in May',
  hash: 'Zk0x7m2c1oYvYb8wq8o1m0c2b3hXv7o5jv3r0o9b2mE',
};

export const events = resource({
  name: 'Events',
  description: 'The audit log: every write of everything that is administered.',
  operations: {
    listEvents: {
      summary: 'List events',
      description:
        'The audit log, newest first. Each event carries a hash over itself and the hash of the event before, so that nothing can be changed or removed unseen: `node apps/api/dist/main.js verify-events` walks along the chain. With `Accept: text/event-stream` the answer goes on, oldest first: what is written from then on, or after the `Last-Event-ID` that the request names, until the access token expires.',
      parameters: ['limit', 'after', 'actor', 'eventType', 'clientId', 'since', 'until'],
      answers: onePage('EventPage', event),
    },
  },
  schemas: {
    Event: object('Something that was written. It names fields and never has their values.', {
      seq: { type: 'integer', minimum: 1, description: 'Its number; there are no gaps.' },
      at: instant('When it was written, in UTC.'),
      type: string('What it was done to and what was done.'),
      target: string('Names the thing within its kind.'),
      client_id: stringOrNull('The client it is about; null: none.'),
      revision: { type: ['integer', 'null'], description: 'The revision that it made; null: there are none.' },
      fields: { type: 'array', items: { type: 'string' }, description: 'JSON pointers of what has another value now.' },
      actor: ref('Actor'),
      origin: ref('Origin'),
      reason: stringOrNull('What the author gave as `Change-Reason`.'),
      hash: string('SHA-256 over the hash of the event before and this one, in base64url.'),
    }),
    EventPage: page('Event'),
    Actor: object('Who wrote something.', {
      id: string('Subject of the access token; `clientele` for the server itself.'),
      name: string('The name of the user, or the client_id where none was involved.'),
      client_id: stringOrNull('The client whose access token it was; null: there was none.'),
    }),
    Origin: {
      type: 'string',
      enum: [...origins],
      description: 'From where something was written; `server`: by the server itself, without a request.',
    },
  },
});
