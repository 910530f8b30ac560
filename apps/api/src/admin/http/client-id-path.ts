/** Path of a client, with what RFC 3986 §3.3 reserves in a segment escaped. */
export function clientPath(client_id: string): string {
  return `/clients/${encodeURIComponent(client_id)}`;
}
