import { type Client } from '@clientele/client-schema';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Page, type Stored, api, asMergePatch, bodyOf, stored } from '../api.js';
import { type Document } from '../form/document-model.js';
import { type ListSearch } from './list/list-search.js';

/** A client as the admin API shows it: its document, and what the server knows of it. */
export interface StoredClient extends Client {
  client_id: string;
  revision: number;
  system: boolean;
  created_at: string;
  created_by: string;
  updated_at: string;
  updated_by: string;
  last_used_at: string | null;
  trashed_at?: string | null;
  /** Only in the answer that sets it. */
  client_secret?: string;
  _warnings?: readonly Warning[];
}

/** What is allowed but unwise. */
export interface Warning {
  pointer: string;
  rule: string;
  detail: string;
}

export interface ClientSecret {
  id: string;
  label: string | null;
  /** The last four characters. */
  hint: string;
  created_at: string;
  created_by: string;
  expires_at: string | number | null;
  last_used_at: string | null;
  retired: boolean;
}

const pageSize = 50;

export const clientQuery = (client_id: string) =>
  queryOptions({
    queryKey: ['client', client_id],
    queryFn: (): Promise<Stored<StoredClient>> =>
      stored(api.GET('/clients/{client_id}', { params: { path: { client_id } } })),
  });

export const clientsQuery = (search: ListSearch) =>
  queryOptions({
    queryKey: ['clients', search],
    queryFn: (): Promise<Page<StoredClient>> => bodyOf(api.GET('/clients', { params: { query: queryOf(search) } })),
    // The rows that are there stay until the next ones are, so that filtering does not flicker.
    placeholderData: keepPreviousData,
  });

function queryOf({ enabled, ...search }: ListSearch) {
  return { limit: pageSize, ...search, ...(enabled && { enabled: enabled === 'true' }) };
}

export const secretsQuery = (client_id: string) =>
  queryOptions({
    queryKey: ['client', client_id, 'secrets'],
    queryFn: (): Promise<{ items: readonly ClientSecret[] }> =>
      bodyOf(api.GET('/clients/{client_id}/secrets', { params: { path: { client_id } } })),
  });

/** Writes of clients. Each puts its answer where the reads look; none keeps a secret. */
export function useClientWrites() {
  const queries = useQueryClient();
  const listChanged = () => void queries.invalidateQueries({ queryKey: ['clients'] });
  const keep = ({ body, etag }: Stored<StoredClient>) => {
    const { client_secret: _, ...shown } = body;
    queries.setQueryData(clientQuery(body.client_id).queryKey, { body: shown, etag });
    listChanged();
  };

  /** Not a mutation: its answer carries a secret, which no cache may see. */
  const create = async (document: Document): Promise<StoredClient> => {
    const answer = await stored<StoredClient>(
      api.POST('/clients', { body: document as Document & { client_name: string } }),
    );
    keep(answer);
    return answer.body;
  };
  const patch = useMutation({
    mutationFn: ({ client_id, etag, patch }: { client_id: string; etag: string | null; patch: Document }) =>
      stored<StoredClient>(
        api.PATCH('/clients/{client_id}', {
          params: { path: { client_id } },
          body: patch,
          ...asMergePatch(etag),
        }),
      ),
    onSuccess: keep,
  });
  const remove = useMutation({
    mutationFn: (client_id: string) => api.DELETE('/clients/{client_id}', { params: { path: { client_id } } }),
    onSuccess: listChanged,
  });
  const restore = useMutation({
    mutationFn: (client_id: string) =>
      bodyOf<StoredClient>(api.POST('/clients/{client_id}/restore', { params: { path: { client_id } } })),
    onSuccess: listChanged,
  });
  return { create, patch, remove, restore };
}

/** Writes of one client's secrets. */
export function useSecretWrites(client_id: string) {
  const queries = useQueryClient();
  const changed = () => void queries.invalidateQueries({ queryKey: ['client', client_id] });
  /** Not a mutation: its answer carries a secret, which no cache may see. */
  const rotate = async (label: string): Promise<{ id: string; client_secret: string }> => {
    const body = label ? { label } : {};
    const answer = await bodyOf<{ id: string; client_secret: string }>(
      api.POST('/clients/{client_id}/secrets', { params: { path: { client_id } }, body }),
    );
    changed();
    return answer;
  };
  const end = useMutation({
    mutationFn: (secret_id: string) =>
      api.DELETE('/clients/{client_id}/secrets/{secret_id}', { params: { path: { client_id, secret_id } } }),
    onSuccess: changed,
  });
  return { rotate, end };
}
