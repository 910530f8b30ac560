import { type EffectiveClient, type Server } from '@clientele/client-schema';
import { createContext, useContext } from 'react';
import { type Stored } from '../../api.js';
import { type StoredClient } from '../client-queries.js';

/** What the tabs of a client's page share. */
export interface ClientPage {
  readonly client: StoredClient;
  /** What is in force for it, whoever says it. */
  readonly effective: EffectiveClient;
  readonly stored: Stored<StoredClient>;
  /** What the rules may know of the server beside the client. */
  readonly server: Server;
}

export const ClientPageContext = createContext<ClientPage | undefined>(undefined);

export function useClientPage(): ClientPage {
  const page = useContext(ClientPageContext);
  if (!page) throw new TypeError('A tab stands outside of a client page');
  return page;
}
