import { Problem, type Schemas } from '@clientele/sdk';
import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { type Stored, api, asMergePatch, bodyOf, changeReason, etagOf, stored, written } from '../api.js';
import { type Document } from '../form/document-model.js';
import { type ListSearch, usualSort } from './list/list-search.js';

/** A client as the admin API shows it: its document, and what the server knows of it. */
export type StoredClient = Schemas['Client'];
export type ClientSecret = Schemas['Secret'];

const pageSize = 50;

export const clientQuery = (client_id: string) =>
  queryOptions({
    queryKey: ['client', client_id],
    queryFn: () => stored(api.GET('/clients/{client_id}', { params: { path: { client_id } } })),
  });

export const clientsQuery = ({ after, ...search }: ListSearch) =>
  queryOptions({
    queryKey: ['clients', search, after],
    queryFn: () =>
      bodyOf(
        api.GET('/clients', { params: { query: { limit: pageSize, after, include: 'findings', ...queryOf(search) } } }),
      ),
    // The rows that are there stay until the next ones are, so that filtering does not flicker.
    placeholderData: keepPreviousData,
  });

/** What the API is asked for, whatever the page. */
export function queryOf({ state, ...search }: Omit<ListSearch, 'after'>) {
  return {
    sort: usualSort({ state }),
    ...search,
    ...(state === 'deleted' ? { trashed: true } : state && { enabled: state === 'enabled' }),
  };
}

export const secretsQuery = (client_id: string) =>
  queryOptions({
    queryKey: ['client', client_id, 'secrets'],
    queryFn: () => bodyOf(api.GET('/clients/{client_id}/secrets', { params: { path: { client_id } } })),
  });

/** Writes of clients. Each puts its answer where the reads look; none keeps a secret. */
export function useClientWrites() {
  const queries = useQueryClient();
  const listChanged = () => void queries.invalidateQueries({ queryKey: ['clients'] });
  const keep = ({ body, etag }: Stored<Schemas['ClientWithSecret']>) => {
    const { client_secret: _, secondary_client_secret: __, ...shown } = body;
    queries.setQueryData(clientQuery(body.client_id).queryKey, { body: shown, etag });
    listChanged();
  };

  /** Not a mutation: its answer carries a secret, which no cache may see. */
  const create = async (document: Document): Promise<Schemas['ClientWithSecret']> => {
    const answer = await stored(api.POST('/clients', { body: document as Document & { client_name: string } }));
    keep(answer);
    return answer.body;
  };
  /** Not a mutation either: a setting that needs another secret makes one. */
  const patch = async (client_id: string, etag: string | null, changes: Document, reason?: string) => {
    try {
      const answer = await stored(
        api.PATCH('/clients/{client_id}', {
          params: { path: { client_id } },
          body: changes,
          ...asMergePatch(etag, reason),
        }),
      );
      keep(answer);
      return answer;
    } catch (error) {
      if (error instanceof Problem && error.status === 412)
        await queries.invalidateQueries({ queryKey: clientQuery(client_id).queryKey, exact: true });
      throw error;
    }
  };
  const remove = async (client_id: string, reason: string) => {
    await api.DELETE('/clients/{client_id}', { params: { path: { client_id } }, headers: changeReason(reason) });
    listChanged();
  };
  /** The call that takes a deleted client out of the list of deleted ones, on the condition that it is as it was read. */
  const endsDeletion = (client: StoredClient, reason: string) => ({
    params: { path: { client_id: client.client_id }, header: { 'If-Match': etagOf(client) } },
    headers: changeReason(reason),
  });
  const restore = (client: StoredClient, reason: string) =>
    written(
      api.POST('/clients/{client_id}/restore', endsDeletion(client, reason)),
      queries,
      ['clients'],
      ['client', client.client_id],
    );
  const purge = (client: StoredClient, reason: string) => {
    const { params, headers } = endsDeletion(client, reason);
    const call = api.DELETE('/clients/{client_id}', { params: { ...params, query: { purge: true } }, headers });
    return written(call, queries, ['clients']);
  };
  /** Makes a client what it was, as a new revision. */
  const restoreRevision = async ({ body, etag }: Stored<StoredClient>, revision: number, reason: string) =>
    keep(
      await stored(
        api.POST('/clients/{client_id}/revisions/{revision}/restore', {
          params: { path: { client_id: body.client_id, revision: String(revision) } },
          headers: { ...(etag && { 'If-Match': etag }), ...changeReason(reason) },
        }),
      ),
    );
  return { create, patch, remove, restore, purge, restoreRevision };
}

/** Writes of one client's secrets. */
export function useSecretWrites(client_id: string) {
  const queries = useQueryClient();
  const changed = () => void queries.invalidateQueries({ queryKey: ['client', client_id] });
  /** Not a mutation: its answer carries a secret, which no cache may see. */
  const rotate = async (
    asked: Schemas['SecretInput'],
    reason: string,
  ): Promise<{ id: string; client_secret: string }> => {
    const answer = await bodyOf(
      api.POST('/clients/{client_id}/secrets', {
        params: { path: { client_id } },
        body: asked,
        headers: changeReason(reason),
      }),
    );
    changed();
    return answer;
  };
  const end = async (secret_id: string, reason: string) => {
    const path = { client_id, secret_id };
    await api.DELETE('/clients/{client_id}/secrets/{secret_id}', { params: { path }, headers: changeReason(reason) });
    changed();
  };
  return { rotate, end };
}
