import { type Schemas } from '@clientele/sdk';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { type Answer, api, bodyOf, changeReason, written } from '../api.js';

/** A generation of a key pair, without its private half. */
export type Key = Schemas['Key'];

/** A key pair: one that clients share, or the one that a client has for itself. */
export type Pair = { readonly id: string } | { readonly client_id: string };

/** What the next key may be asked for. */
export interface Rotation {
  readonly at_once: boolean;
  /** What the key is called; for clients that name their keys. */
  readonly id_token_kid?: string;
}

/** Below the client or the record, so that whatever reads these anew reads the keys anew. */
const keyOf = (pair: Pair) =>
  'id' in pair ? (['records', 'key_pairs', pair.id, 'keys'] as const) : (['client', pair.client_id, 'keys'] as const);

export const keysQuery = (pair: Pair) =>
  queryOptions({
    queryKey: keyOf(pair),
    queryFn: async (): Promise<readonly Key[]> => {
      const { items } = await bodyOf(
        'id' in pair
          ? api.GET('/key-pairs/{id}/keys', { params: { path: pair } })
          : api.GET('/clients/{client_id}/key-pair/keys', { params: { path: pair } }),
      );
      // The newest first: it is the one that somebody asks about.
      return items.toReversed();
    },
  });

/** Writes of the keys of a pair. Those of a client's own are revisions of the client. */
export function useKeyWrites(pair: Pair) {
  const queries = useQueryClient();
  const write = <T>(call: Promise<Answer<T>>) =>
    written(call, queries, keyOf(pair), ...('id' in pair ? [] : [['client', pair.client_id]]));
  return {
    rotate({ at_once, id_token_kid }: Rotation, reason: string) {
      const headers = changeReason(reason);
      if ('id' in pair) {
        return write(api.POST('/key-pairs/{id}/keys', { params: { path: pair }, body: { at_once }, headers }));
      }
      const body = { at_once, ...(id_token_kid !== undefined && { id_token_kid }) };
      return write(api.POST('/clients/{client_id}/key-pair/keys', { params: { path: pair }, body, headers }));
    },
    withdraw({ kid }: Key, reason: string) {
      const headers = changeReason(reason);
      return 'id' in pair
        ? write(api.DELETE('/key-pairs/{id}/keys/{kid}', { params: { path: { ...pair, kid } }, headers }))
        : write(
            api.DELETE('/clients/{client_id}/key-pair/keys/{kid}', { params: { path: { ...pair, kid } }, headers }),
          );
    },
  };
}
