const fault = 'must be a host name such as keys.example.com: no wildcard, no scheme, no port';

/** What is wrong with the name of a host, or nothing. */
export function hostNameFault(value: unknown): string | undefined {
  const isName = typeof value === 'string' && value.length <= 255 && /^\s*[^\s/?#@:\\%*[\]]+\s*$/.test(value);
  return isName && comparableHost(value) !== '' ? undefined : fault;
}

/** A host name as two of them are compared: as parsers of URLs write it, and without the dot of the root at its end. */
export function comparableHost(host: string): string {
  return (URL.parse(`https://${host.trim()}`)?.hostname ?? '').replace(/\.$/, '');
}
