import { onePage, resource } from '../resource.js';
import { difference, instant, object, page, string, stringOrNull } from '../shapes.js';

const receipt = {
  code: 'R-7KQ2-M4TX',
  at: '2026-01-15T09:30:00.000Z',
  endpoint: '/authorize',
  client_id: 'shop',
  error: 'invalid_request',
  rule: 'redirect-uri-is-registered',
  spec: { label: 'RFC 6749 §3.1.2.4', url: 'https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.4' },
  sentence: 'The redirect_uri is not one of the registered ones: a trailing slash.',
  sent: 'https://shop.example.com/callback/',
  registered: ['https://shop.example.com/callback'],
  difference: { registered: 'https://shop.example.com/callback', at: 33, words: 'a trailing slash' },
  suggestion: { redirect_uris: ['https://shop.example.com/callback', 'https://shop.example.com/callback/'] },
  passed: ['client-is-known', 'client-is-enabled'],
};

export const receipts = resource({
  name: 'Receipts',
  description: 'Why requests were refused.',
  operations: {
    listReceipts: {
      summary: 'List refused requests',
      description: 'Why the token server refused requests, newest first.',
      parameters: ['limit', 'after', 'clientId'],
      answers: onePage('ReceiptPage', receipt),
    },
    getReceipt: {
      summary: 'Read why a request was refused',
      description: 'The refusal behind a code that a caller of the token server was told.',
      answers: { 200: { description: 'The receipt.', body: { schema: 'Receipt', example: receipt } } },
    },
  },
  schemas: {
    Receipt: object('Why the token server refused a request.', {
      code: string('What the caller was told.'),
      at: instant('When it happened, in UTC.'),
      endpoint: string('The path of the endpoint.'),
      client_id: stringOrNull('The client as the request named it; null: not at all.'),
      error: string('The protocol error that the caller got.'),
      rule: string('Id of the rule that was broken.'),
      spec: object('Where the rule is specified.', { label: string('The section.'), url: string('Its address.') }),
      sentence: string('Which rule failed and what differed.'),
      sent: stringOrNull('What the request said, redacted.'),
      registered: { type: 'array', items: { type: 'string' }, description: 'What is registered, redacted.' },
      difference,
      suggestion: {
        type: ['object', 'null'],
        description: 'A merge patch on the client that would let the request pass.',
        additionalProperties: true,
      },
      passed: { type: 'array', items: { type: 'string' }, description: 'Rules that held before.' },
    }),
    ReceiptPage: page('Receipt'),
  },
});
