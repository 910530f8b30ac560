import { useState } from 'react';
import { type StoredClient } from '../client-queries.js';

/** Which clients of a list are chosen: some, one by one over all its pages, or whatever the list holds. */
export interface Selection {
  readonly size: number;
  /** Whether it means everything that the list would show on all its pages. */
  readonly everything: boolean;
  readonly chosen: readonly StoredClient[];
  has(client: StoredClient): boolean;
  /** From everything it goes back to what was chosen one by one. */
  choose(clients: readonly StoredClient[], on: boolean): void;
  chooseEverything(): void;
  clear(): void;
}

const nothing = { chosen: new Map<string, StoredClient>(), everything: false };

/** @param list what the selection belongs to; with another list it is empty again */
export function useSelection(list: string): Selection {
  const [state, setState] = useState({ list, ...nothing });
  const { chosen, everything } = state.list === list ? state : nothing;
  return {
    size: chosen.size,
    everything,
    chosen: [...chosen.values()],
    has: ({ client_id }) => everything || chosen.has(client_id),
    choose(clients, on) {
      const next = new Map(chosen);
      for (const client of clients) {
        if (on) next.set(client.client_id, client);
        else next.delete(client.client_id);
      }
      setState({ list, chosen: next, everything: false });
    },
    chooseEverything: () => setState({ list, chosen, everything: true }),
    clear: () => setState({ list, ...nothing }),
  };
}
