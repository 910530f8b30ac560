import { fapiProfiles } from '@clientele/client-schema';
import { clientFilters, clientSorts } from '@clientele/storage';

type Parameter = Readonly<Record<string, unknown>>;

const query = (name: string, description: string, schema: object): Parameter => ({
  name,
  in: 'query',
  description,
  schema,
});
const header = (name: string, description: string, example: string): Parameter => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string' },
  example,
});

const flag = { type: 'boolean', default: false };
const text = { type: 'string', maxLength: 255 };

const flags = ['enabled', 'system'];
const clientFilter = (name: string): Parameter =>
  query(
    name,
    name === 'label' ? 'Only clients with this keyword.' : `Only clients with this value in \`${name}\`.`,
    flags.includes(name) ? { type: 'boolean' } : text,
  );

/** The parameters of the API, each described once. */
export const parameters = {
  limit: query('limit', 'How many items at most.', { type: 'integer', minimum: 1, maximum: 200, default: 50 }),
  after: query('after', 'The `next` of an earlier page of the same query.', { type: 'string', maxLength: 2048 }),
  q: query(
    'q',
    'The language of the search box. Text stands in the name, id, description or a redirect URI, whatever the case; a redirect URI finds the clients that would accept it. `grant:`, `scope:`, `auth:`, `label:` and `lastused:` (`>90d`, `<12h`) narrow down; all of it must hold. Quotes hold words together and make text of what looks like a key.',
    { type: 'string', maxLength: 2048 },
  ),
  text: query('q', 'Only records with this in one of their texts, whatever the case.', text),
  sort: query('sort', 'The order; a minus sign turns it round.', {
    type: 'string',
    enum: [...clientSorts],
    default: 'name',
  }),
  fields: query('fields', 'Show these members of each client alone: their names, with commas between.', {
    type: 'string',
    maxLength: 4096,
  }),
  mode: query('mode', 'Of an import: whether a `client_id` that is taken is a fault, or its client is replaced.', {
    type: 'string',
    enum: ['create', 'upsert'],
    default: 'create',
  }),
  trashed: query('trashed', 'The deleted clients instead of the others.', flag),
  withTrashed: query('trashed', 'Find the client even if it is deleted.', flag),
  include: query('include', '`effective` adds every value in force and where it comes from.', {
    type: 'string',
    enum: ['effective'],
  }),
  fapi_profile: query('fapi_profile', 'Tell what keeps the client from this profile instead.', {
    type: 'string',
    enum: [...fapiProfiles],
  }),
  includeFindings: query('include', '`findings` adds how many findings the lint of each client tells.', {
    type: 'string',
    enum: ['findings'],
  }),
  endpoint: query('endpoint', 'Where the request would go.', {
    type: 'string',
    enum: ['/authorize', '/par', '/token'],
  }),
  dryRun: query('dry_run', 'Check everything and answer with the result, but store nothing.', flag),
  purge: query('purge', 'Delete for good, at once. There is no way back.', flag),
  clientId: query('client_id', 'Only those of this client.', text),
  subject: query('sub', 'Only those of this account.', text),
  actor: query('actor', 'Only those of this author, by subject or name.', text),
  eventType: query('type', 'Only those of this type, such as `client.changed`.', text),
  since: query('since', 'Only those from this instant on.', { type: 'string', format: 'date-time' }),
  until: query('until', 'Only those before this instant.', { type: 'string', format: 'date-time' }),
  sinceRevision: query('since', 'The revision to compare with, older or newer; absent: the one before.', {
    type: 'integer',
    minimum: 1,
  }),
  changeReason: header(
    'Change-Reason',
    'Why, for the history: at most 500 characters of ASCII, or of anything encoded as RFC 8187 says.',
    'Shorter tokens for the audit in May',
  ),
  username: query('username', 'Only the account of this name.', text),
  subs: query('sub', 'Only the accounts of these subject identifiers. May be repeated.', {
    type: 'array',
    items: text,
    maxItems: 200,
  }),
  ifMatch: header(
    'If-Match',
    'The ETag that was read. If the resource has changed since, the answer is 412 and nothing is written.',
    '"3"',
  ),
  ifNoneMatch: header(
    'If-None-Match',
    'The ETag that is known. If it still holds, the answer is 304 without a body.',
    '"3"',
  ),
  createOnly: header('If-None-Match', '`*`: create, and never replace.', '*'),
  idempotencyKey: header(
    'Idempotency-Key',
    'Makes the request happen once: the same key and body within 24 hours have the first answer again.',
    '1f0c3b52-3a8e-4c8e-9d42-3f1c0a7d5b11',
  ),
  ...(Object.fromEntries(clientFilters.map((name) => [`filter_${name}`, clientFilter(name)])) as Record<
    `filter_${(typeof clientFilters)[number]}`,
    Parameter
  >),
} as const;

export type ParameterName = keyof typeof parameters;

export const clientFilterParameters = clientFilters.map((name) => `filter_${name}` as const);
