import { type AnyRecord, type Client, clientFields } from '@clientele/client-schema';
import { idsIn } from '@clientele/client-schema/dangling-references';
import { type ClientRow } from '../entities/client.js';
import { redirectKeysOf } from './redirect-terms.js';

type Projection = Pick<
  ClientRow,
  | 'name_key'
  | 'search_text'
  | 'enabled'
  | 'client_type'
  | 'application_type'
  | 'token_endpoint_auth_method'
  | 'public_client_id'
  | 'owner'
>;

/** What a client is found by: what it says itself, else its template, else the default of the field. */
export function foundBy(document: Client, template: AnyRecord): Client {
  return { ...fieldDefaults, ...template, ...document };
}

const fieldDefaults = Object.fromEntries(
  [...clientFields.values()]
    .filter(({ options }) => options.default !== undefined)
    .map(({ name, options }) => [name, options.default]),
);

/** What is kept of a document beside it, to sort, filter and search by. */
export function projectionOf(client_id: string, document: Client): Projection {
  const { client_name, description = '', redirect_uris = [] } = document;
  return {
    name_key: searchable(client_name),
    search_text: searchable([client_id, client_name, description, ...redirect_uris].join('\n')),
    enabled: document.enabled !== false,
    client_type: document.client_type ?? null,
    application_type: document.application_type ?? null,
    token_endpoint_auth_method: document.token_endpoint_auth_method ?? null,
    public_client_id: document.public_client_id ?? null,
    owner: document.owner ?? '',
  };
}

const references = [...clientFields.values()].filter(({ refersTo }) => refersTo !== undefined);

/** What clients are found by: values of list fields, and the records of other resources that a document names. */
export function termsOf(document: Client): string[] {
  const { grant_types = [], keywords = [], allowed_origins = [] } = document;
  const terms = [
    ...grant_types.map((value) => term('grant_types', value)),
    ...keywords.map((value) => term('label', value)),
    ...allowed_origins.map((value) => term('origin', value)),
    ...(document.initiate_login_uri === undefined ? [] : [startable]),
    ...redirectKeysOf(document).map((value) => term('redirect', value)),
    ...references.flatMap((field) => idsIn(field, document as AnyRecord).map((id) => term(field.name, id))),
  ];
  return [...new Set(terms)];
}

/** The term of clients that users can start from outside. */
export const startable = 'initiate_login_uri:';

export function term(kind: string, value: string): string {
  return `${kind}:${value.replaceAll('\0', '')}`;
}

/** As text is compared: in lower case, and without what PostgreSQL cannot hold. */
export function searchable(text: string): string {
  return text.toLowerCase().replaceAll('\0', '');
}
