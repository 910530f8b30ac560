import { Problem, createClientele } from '@clientele/sdk';
import { QueryClient, type QueryKey } from '@tanstack/react-query';
import { type Session, SessionEnded } from './session/session.js';

let session: Session | undefined;

/** Says whose tokens the calls carry. Called once, before anything is shown. */
export function callAs(opened: Session): void {
  session = opened;
}

/** The admin API of this origin. */
export const api = createClientele({
  baseUrl: location.origin,
  token: () => {
    if (!session) throw new SessionEnded();
    return session.accessToken();
  },
});

/** A document with the revision that a conditional write names. */
export interface Stored<T> {
  readonly body: T;
  readonly etag: string | null;
}

/** An answer of the API as the SDK gives it. */
export interface Answer<T> {
  data?: T;
  response: Response;
}

/** The document in an answer, with its revision; a refusal has been thrown before. */
export async function stored<T>(call: Promise<Answer<T>>): Promise<Stored<T>> {
  const { data, response } = await call;
  return { body: data as T, etag: response.headers.get('etag') };
}

export async function bodyOf<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await stored(call)).body;
}

/** Every item of a collection that is small enough to be held whole. */
export async function everyItem<T>(
  pageAfter: (query: { limit: number; after?: string }) => Promise<Answer<{ items: T[]; next: string | null }>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await bodyOf(pageAfter({ limit: 200, ...(after !== undefined && { after }) }));
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

/** The ETag of a record that a list showed: it is the revision. */
export function etagOf({ revision }: { readonly revision: number }): string {
  return `"${revision}"`;
}

/** How a merge patch is sent, RFC 7396; with an ETag it is refused when somebody else was faster. */
export function asMergePatch(etag?: string | null, reason?: string): { headers: Record<string, string> } {
  return {
    headers: {
      'Content-Type': 'application/merge-patch+json',
      ...(etag && { 'If-Match': etag }),
      ...changeReason(reason),
    },
  };
}

/**
 * Why something is changed, as the API keeps it with the change: printable ASCII as it stands, anything else as RFC 8187
 * §3.2 encodes it.
 */
export function changeReason(reason = ''): Record<string, string> {
  const text = reason.trim();
  if (text === '') return {};
  const isPlain = /^[\x20-\x7e]*$/.test(text) && !/^UTF-8'/i.test(text);
  return { 'Change-Reason': isPlain ? text : `UTF-8''${encodeURIComponent(text)}` };
}

/** Waits for a write and reads what it touches anew, also after a refusal: somebody else may have been faster. */
export async function written<T>(write: Promise<Answer<T>>, queries: QueryClient, ...keys: QueryKey[]): Promise<T> {
  try {
    return await bodyOf(write);
  } finally {
    await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
  }
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal does not change by asking again; a server that did not answer may have been restarting.
      retry: (failures, error) => failures < 2 && !(error instanceof Problem) && !(error instanceof SessionEnded),
    },
  },
});
