import { type Trust } from './outbound.js';
import { FetchFailed, type Fetcher } from './ports/fetcher.js';

/** As long as such a document may be: thousands of addresses. */
const maxBytes = 5_242_880;

/**
 * What is wrong with the document of a sector for a client with these redirect URIs, OpenID Connect Registration §5, in
 * words that follow the name of the field; undefined: it lists them all.
 */
export async function sectorDocumentFault(
  uri: string,
  redirect_uris: readonly string[],
  trust: Trust,
  fetcher: Fetcher,
): Promise<string | undefined> {
  let document: unknown;
  try {
    document = await fetcher.getJson(uri, { maxBytes, ...trust });
  } catch (error) {
    if (error instanceof FetchFailed) return `must lead to a JSON array of redirect URIs: ${error.message}`;
    throw error;
  }
  if (!Array.isArray(document) || !document.every((entry) => typeof entry === 'string')) {
    return 'must lead to a JSON array of redirect URIs, and of nothing else';
  }
  const listed = new Set<string>(document);
  const missing = redirect_uris.filter((redirect) => !listed.has(redirect));
  return missing.length > 0 ? `must list every redirect URI; it lacks ${missing.join(', ')}` : undefined;
}
