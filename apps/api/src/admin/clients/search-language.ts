import { clientAuthenticationMethods, grantTypes } from '@clientele/client-schema';
import { type ClientFilter, type ClientQuery } from '@clientele/storage';
import { type Problem, badParameter } from '../../problems/problem.js';

/** What a search asks of clients. */
export interface Search extends Pick<ClientQuery, 'q' | 'redirect_uri' | 'unusedFor' | 'usedWithin'> {
  readonly filters: Readonly<Partial<Record<ClientFilter, readonly string[]>>>;
}

type Uses = Pick<ClientQuery, 'unusedFor' | 'usedWithin'>;
type Meaning = Uses | readonly [field: ClientFilter, value: string];

/** The keys of the language, and what their values mean. Each throws a Problem 400 for a value it cannot have. */
const keys: Readonly<Record<string, (value: string) => Meaning>> = {
  grant: (value) => ['grant_types', oneOf('grant', grantTypes, value)],
  scope: (value) => ['scope', value],
  auth: (value) => ['token_endpoint_auth_method', oneOf('auth', clientAuthenticationMethods, value)],
  label: (value) => ['label', value],
  template: (value) => ['client_template_id', value],
  lastused: lastUse,
};

/** Keys in one search: each is looked up by itself, and joined with all others. */
const mostKeys = 20;

/** What begins like an address is none of ours: a key is not followed by a slash. */
const words = /([a-z_]+):(?!\/)(?:"([^"]*)"(?=\s|$)|(\S*))|"([^"]*)"(?=\s|$)|\S+/gi;

const seconds: Readonly<Record<string, number>> = { h: 3600, d: 86_400 };

/**
 * Reads the language of the search box. `key:value` narrows down and everything else is text, to be found as it stands;
 * all of it must hold. Quotes hold a value of several words together, and make text of what looks like a key. A
 * redirect URI as the only text stands for the clients that would accept it.
 * @throws Problem 400 for a key that there is not, and for a value that it cannot have
 */
export function readSearch(q: string): Search {
  const text: string[] = [];
  const filters: Partial<Record<ClientFilter, string[]>> = {};
  let count = 0;
  const uses: { unusedFor?: number; usedWithin?: number } = {};
  for (const [word, key, quotedValue, plainValue, quoted] of q.matchAll(words)) {
    if (key === undefined) {
      text.push(quoted ?? word);
      continue;
    }
    if (++count > mostKeys) throw unreadable(`has more than ${mostKeys} keys`);
    const meaning = meaningOf(key.toLowerCase(), quotedValue ?? plainValue ?? '');
    if (!isFilter(meaning)) narrow(uses, meaning);
    else (filters[meaning[0]] ??= []).push(meaning[1]);
  }
  const found = text.join(' ').trim();
  return { filters, ...uses, ...(found && { q: found }), ...(isAddress(found) && { redirect_uri: found }) };
}

/** Of several limits the one that leaves fewest. */
function narrow(uses: { unusedFor?: number; usedWithin?: number }, { unusedFor, usedWithin }: Uses): void {
  if (unusedFor !== undefined) uses.unusedFor = Math.max(unusedFor, uses.unusedFor ?? 0);
  if (usedWithin !== undefined) uses.usedWithin = Math.min(usedWithin, uses.usedWithin ?? Infinity);
}

function meaningOf(key: string, value: string): Meaning {
  const read = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (!read) {
    const known = Object.keys(keys).map((name) => `${name}:`);
    throw unreadable(`has the unknown key ${key}: (there are ${known.join(', ')}); in quotes it is text`);
  }
  if (value === '') throw unreadable(`has no value after ${key}:`);
  return read(value);
}

function isFilter(meaning: Meaning): meaning is readonly [ClientFilter, string] {
  return Array.isArray(meaning);
}

function oneOf(key: string, values: readonly string[], value: string): string {
  if (values.includes(value)) return value;
  throw unreadable(`has the value ${value} after ${key}:, where it must be one of ${values.join(', ')}`);
}

/** `>90d`: not within 90 days; `<12h`: within 12 hours. */
function lastUse(value: string): Meaning {
  const [, direction, count, unit] = /^([<>])(\d{1,5})([hd])$/.exec(value) ?? [];
  if (!direction) {
    throw unreadable(`has the value ${value} after lastused:, where it must be like >90d or <12h, in days or hours`);
  }
  const within = Number(count) * seconds[unit!]!;
  return direction === '>' ? { unusedFor: within } : { usedWithin: within };
}

/** Whether a text is an absolute URI as redirect URIs are: one word, with a slash after its scheme. */
function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\S*$/i.test(text) && URL.canParse(text);
}

function unreadable(detail: string): Problem {
  return badParameter('q', detail);
}
