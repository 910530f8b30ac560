import { type Difference } from './ports/receipt-store.js';

/** The registered value that is most like the sent one, and where and how the two differ. */
export function nearestDifference(sent: string, registered: readonly string[]): Difference | null {
  const nearest = registered
    .map((value) => ({ value, distance: distance(sent, value) }))
    .toSorted((left, right) => left.distance - right.distance)[0]?.value;
  if (nearest === undefined || nearest === sent) return null;
  return { registered: nearest, at: firstDifference(sent, nearest), words: inWords(sent, nearest) };
}

function firstDifference(left: string, right: string): number {
  let at = 0;
  while (at < left.length && at < right.length && left[at] === right[at]) at++;
  return at;
}

/** Length of what lies between the common beginning and the common end; linear, so that no input makes it slow. */
function distance(left: string, right: string): number {
  const start = firstDifference(left, right);
  let end = 0;
  const most = Math.min(left.length, right.length) - start;
  while (end < most && left[left.length - 1 - end] === right[right.length - 1 - end]) end++;
  return Math.max(left.length, right.length) - start - end;
}

/** The difference as somebody would say it aloud. */
function inWords(sent: string, registered: string): string {
  if (sent === `${registered}/`) return 'a trailing slash';
  if (`${sent}/` === registered) return 'the trailing slash is missing';
  if (sent.trim() === registered) return 'white space around the value';
  if (sent.toLowerCase() === registered.toLowerCase()) return 'upper and lower case differ';
  return inAddress(sent, registered) ?? `the values differ from character ${firstDifference(sent, registered) + 1} on`;
}

function inAddress(sent: string, registered: string): string | undefined {
  const left = URL.parse(sent);
  const right = URL.parse(registered);
  if (!left || !right) return undefined;
  if (left.href === right.href)
    return 'the same address in another spelling; addresses are compared character by character';
  const differing = (['protocol', 'hostname', 'port', 'pathname', 'search', 'hash'] as const).filter(
    (part) => left[part] !== right[part],
  );
  const part = differing[0];
  if (differing.length === 0) return 'user information in the address';
  if (part === 'protocol') return `${left.protocol.slice(0, -1)} instead of ${right.protocol.slice(0, -1)}`;
  if (part === 'port') return `port ${left.port || 'missing'} instead of ${right.port || 'no port'}`;
  if (part === 'hostname') return `host ${left.hostname} instead of ${right.hostname}`;
  if (part === 'pathname') return `path ${left.pathname} instead of ${right.pathname}`;
  if (part === 'search') return left.search ? 'another query' : 'the query is missing';
  return 'a fragment';
}
