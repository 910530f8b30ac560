import { queryOptions } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { type AdminScope, type Session } from './session.js';

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new TypeError('Nobody is signed in');
  return session;
}

/** What people call whoever is signed in; null where the issuer does not say. */
export const nameQuery = (session: Session) =>
  queryOptions({
    queryKey: ['name', session.sub],
    queryFn: async () => (await session.name()) ?? null,
    staleTime: Infinity,
  });

/** Whether whoever is signed in may do what a scope of the admin API stands for. */
export function useMay(scope: AdminScope): boolean {
  return useSession().may(scope);
}
