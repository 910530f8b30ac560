import { problems } from '../../problems/problem-types.js';
import { Problem, badParameter } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';

/** The query as the server's parser leaves it: a repeated name is a list. */
export type RawQuery = Readonly<Record<string, string | string[] | undefined>>;

/** Refuses parameters that nobody would read, so that a misspelt one is not taken for an absent one. */
export function onlyParameters(query: RawQuery, known: readonly string[]): void {
  const unknown = Object.keys(query).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new Problem(problems.invalidParameter, {
    detail: `Unknown query parameters: ${unknown.join(', ')}.`,
    errors: unknown.map((name) => ({
      pointer: `/${name}`,
      rule: 'known-parameter',
      detail: known.length > 0 ? `is not one of ${known.join(', ')}` : 'is not a parameter here',
    })),
  });
}

/** One value, or undefined where the parameter is absent. */
export function single(query: RawQuery, name: string): string | undefined {
  const value = query[name];
  if (Array.isArray(value)) throw badParameter(name, 'must not be given twice');
  return value;
}

/** The values of a parameter that may be repeated, or undefined where it is absent. */
export function several(query: RawQuery, name: string, max: number): readonly string[] | undefined {
  const given = query[name];
  if (given === undefined) return undefined;
  const values = [given].flat();
  if (values.length > max) throw badParameter(name, `must be given at most ${max} times`);
  return values.map((value) => asText(name, value));
}

/** `true`, `false`, or absent, which is false. */
export function flag(query: RawQuery, name: string): boolean {
  const value = single(query, name);
  if (value === undefined || value === 'false') return false;
  if (value !== 'true') throw badParameter(name, 'must be true or false');
  return true;
}

/** One value of a closed list, or undefined where the parameter is absent. */
export function oneOf<const V extends string>(query: RawQuery, name: string, values: readonly V[]): V | undefined {
  const value = single(query, name);
  if (value === undefined) return undefined;
  const found = values.find((one) => one === value);
  if (found === undefined) throw badParameter(name, `must be one of ${values.join(', ')}`);
  return found;
}

export interface PageRequest {
  /** How many items at most, 1–200. */
  readonly limit: number;
  /** The cursor of an earlier page. */
  readonly after?: string;
  /** Whoever asks. */
  readonly caller: string;
  /** A substring to look for. */
  readonly q?: string;
  readonly sort?: string;
  /** Field equality. */
  readonly filters: Readonly<Record<string, string>>;
}

/**
 * Reads the parameters of a collection.
 * @param knows q: whether there is a search, or how long one may be; others: what the caller reads besides
 * @throws Problem 400 for a parameter that is unknown, repeated, or has a value it cannot have
 */
export function pageRequest(
  query: RawQuery,
  caller: CallerIdentity,
  knows: {
    filters?: readonly string[];
    sort?: readonly string[];
    q?: boolean | number;
    others?: readonly string[];
  } = {},
): PageRequest {
  const filterNames = knows.filters ?? [];
  const sorts = knows.sort ?? [];
  onlyParameters(query, [
    'limit',
    'after',
    ...(knows.q ? ['q'] : []),
    ...(sorts.length > 0 ? ['sort'] : []),
    ...filterNames,
    ...(knows.others ?? []),
  ]);
  const sort = single(query, 'sort');
  if (sort !== undefined && !sorts.includes(sort)) throw badParameter('sort', `must be one of ${sorts.join(', ')}`);
  const q = text(query, 'q', typeof knows.q === 'number' ? knows.q : undefined);
  const after = text(query, 'after', 2048);
  const filters: Record<string, string> = {};
  for (const name of filterNames) {
    const value = text(query, name);
    if (value !== undefined) filters[name] = value;
  }
  return {
    limit: limitOf(query),
    caller: caller.id,
    filters,
    ...(after && { after }),
    ...(q && { q }),
    ...(sort && { sort }),
  };
}

function text(query: RawQuery, name: string, max?: number): string | undefined {
  const value = single(query, name);
  return value === undefined ? undefined : asText(name, value, max);
}

function asText(name: string, value: string, max = 255): string {
  if (value.length > max) throw badParameter(name, `must have at most ${max} characters`);
  if (value.includes('\0') || !value.isWellFormed()) throw badParameter(name, 'must be Unicode text without NUL');
  return value;
}

function limitOf(query: RawQuery): number {
  const value = single(query, 'limit');
  if (value === undefined) return 50;
  const limit = Number(value);
  if (!/^\d{1,3}$/.test(value) || limit < 1 || limit > 200)
    throw badParameter('limit', 'must be a whole number from 1 to 200');
  return limit;
}
