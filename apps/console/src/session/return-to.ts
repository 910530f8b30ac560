const base = '/console/';

/**
 * A place in this console as a path that is safe to go to after signing in, rebuilt from its parsed parts; the start
 * page where the value leads anywhere else. Nothing of the given string is used as it is.
 */
export function returnTo(value: unknown, origin: string): string {
  if (typeof value !== 'string' || !value.startsWith('/') || /^\/[\\/]/.test(value)) return base;
  const url = URL.parse(value, origin);
  if (!url || url.origin !== origin || url.username || url.password) return base;
  if (!url.pathname.startsWith(base) || url.pathname.startsWith(`${base}callback`)) return base;
  return url.pathname + url.search + url.hash;
}
