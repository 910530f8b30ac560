import { type Document } from './document-model.js';

/** A call of the admin API as a shell command. The token comes from the environment: a command line is seen by others. */
export function curl(
  method: string,
  url: string,
  body?: Document,
  headers: Readonly<Record<string, string>> = {},
): string {
  const lines = [`curl -X ${method} ${quoted(url)}`, `-H "Authorization: Bearer $TOKEN"`];
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body) lines.push(`--json ${quoted(JSON.stringify(body, null, 2))}`);
  return lines.join(' \\\n  ');
}

/** The call that saves a form: a merge patch, refused when somebody else was faster. */
export function patchCurl(
  url: string,
  patch: Document,
  etag: string | null,
  more: Readonly<Record<string, string>> = {},
): string {
  const headers = { 'Content-Type': 'application/merge-patch+json', ...(etag && { 'If-Match': etag }), ...more };
  return curl('PATCH', url, undefined, headers) + ` \\\n  -d ${quoted(JSON.stringify(patch, null, 2))}`;
}

/** A word that a POSIX shell takes literally. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
