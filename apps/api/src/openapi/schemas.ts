import { type JsonSchema } from '@clientele/client-schema';
import { instant, object, ref, string } from './shapes.js';

/** The shapes that no resource has for itself. */
export const sharedSchemas: Readonly<Record<string, JsonSchema>> = {
  Issue: object('One fault: where it is, which rule it breaks, and what must hold.', {
    pointer: string('JSON pointer (RFC 6901) into the document that was sent.'),
    rule: string('Id of the rule.'),
    detail: string('What must hold, in words that follow the name of the member.'),
  }),
  Difference: object('A field that two states differ in.', {
    pointer: string('JSON pointer (RFC 6901) of the field.'),
    from: { description: 'The value before; null: none.' },
    to: { description: 'The value after; null: none.' },
  }),
  Problem: object(
    'Why a request was refused, RFC 9457.',
    {
      type: { ...string('Class of problem, for programs.'), format: 'uri' },
      title: string('Class of problem, for people.'),
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: string('What is wrong with this very request.'),
      errors: { type: 'array', items: ref('Issue'), description: 'Every fault of the document.' },
      revision: { type: ['integer', 'null'], description: 'With 412: the present revision.' },
      updated_by: string('With 412 of a client: who saved the present revision.'),
      updated_at: instant('With 412 of a client: when, in UTC.'),
      changes: {
        type: 'array',
        items: ref('Difference'),
        description: 'With 412 of a client: what has changed since the revision that If-Match names.',
      },
      scope: string('With 403: the scope that is missing.'),
      client_ids: { type: 'array', items: { type: 'string' }, description: 'With 409: clients that depend on it.' },
      clients: {
        type: 'array',
        items: object('A client.', { client_id: string('The client.'), client_name: string('What it is called.') }),
        description: 'With 409 of a change: the clients that it would break, by name.',
      },
      trashed_client_ids: {
        type: 'array',
        items: { type: 'string' },
        description: 'With 409: those among them that are deleted and can be restored.',
      },
      count: { type: 'integer', description: 'With 409: how many clients depend on it.' },
      correlation_id: string('With 5xx: where to find the failure in the log.'),
    },
    [
      'detail',
      'errors',
      'revision',
      'updated_by',
      'updated_at',
      'changes',
      'scope',
      'client_ids',
      'clients',
      'trashed_client_ids',
      'count',
      'correlation_id',
    ],
  ),
  JsonPatch: {
    type: 'array',
    description: 'A list of operations, RFC 6902.',
    maxItems: 1000,
    items: object(
      'One operation.',
      {
        op: { type: 'string', enum: ['add', 'remove', 'replace', 'move', 'copy', 'test'] },
        path: string('JSON pointer (RFC 6901) of the member.'),
        from: string('JSON pointer of the member to move or copy.'),
        value: { description: 'The value to add, replace or compare.' },
      },
      ['from', 'value'],
    ),
  },
};
