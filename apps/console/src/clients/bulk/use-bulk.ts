import { type EffectiveClient } from '@clientele/client-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, asMergePatch, changeReason, etagOf } from '../../api.js';
import { type StoredClient } from '../client-queries.js';
import { type BulkAction, type Deed, deedOf } from './bulk-actions.js';

/** What has become of one client. */
export type Outcome = { readonly client: StoredClient } & (
  | { readonly state: 'done' }
  | { readonly state: 'skipped'; readonly why: string }
  | { readonly state: 'refused'; readonly error: unknown }
);

/** One client after the other, each with an outcome of its own. Leaving the page stops it. */
export function useBulk(effective: (client: StoredClient) => EffectiveClient) {
  const queries = useQueryClient();
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>();
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);

  const run = async (action: BulkAction, clients: readonly StoredClient[], reason: string) => {
    const done: Outcome[] = [];
    setOutcomes([]);
    try {
      for (const client of clients) {
        if (!here.current) return;
        done.push(await outcomeOf(action, client, effective(client), reason));
        setOutcomes([...done]);
      }
    } finally {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['clients'] }),
        queries.invalidateQueries({ queryKey: ['client'] }),
      ]);
    }
  };
  return { outcomes, run };
}

async function outcomeOf(
  action: BulkAction,
  client: StoredClient,
  effective: EffectiveClient,
  reason: string,
): Promise<Outcome> {
  const meaning = deedOf(action, client, effective);
  if ('skipped' in meaning) return { client, state: 'skipped', why: meaning.skipped };
  try {
    await does(meaning.deed, client, reason);
    return { client, state: 'done' };
  } catch (error) {
    return { client, state: 'refused', error };
  }
}

/** On the condition that the client is as it was when it was chosen. */
function does(deed: Deed, client: StoredClient, reason: string): Promise<unknown> {
  const path = { client_id: client.client_id };
  if (deed === 'delete') {
    const params = { path, header: { 'If-Match': etagOf(client) } };
    return api.DELETE('/clients/{client_id}', { params, headers: changeReason(reason) });
  }
  const call = { params: { path }, body: deed.patch, ...asMergePatch(etagOf(client), reason) };
  return api.PATCH('/clients/{client_id}', call);
}
