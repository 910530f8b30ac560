import { isDeepStrictEqual } from 'node:util';
import { isDeeperThan } from '@clientele/client-schema/json-depth';

/** Claims by name: the values of which one is wanted; null: any will do. */
export type RequestedClaims = Readonly<Record<string, readonly unknown[] | null>>;

/** What a request wants to be told of the user, claim by claim, and where. OpenID Connect Core §5.5. */
export interface ClaimsRequest {
  readonly userinfo: RequestedClaims;
  readonly id_token: RequestedClaims;
}

/** The same as it was sent, with the names of those that the application cannot do without. */
export interface SentClaims extends ClaimsRequest {
  readonly essential: Readonly<Record<keyof ClaimsRequest, readonly string[]>>;
}

/** More claims than anybody has; characters of the whole parameter; levels. */
const maxClaims = 100;
const maxLength = 4096;
const maxDepth = 8;

/** Reads the parameter; undefined: it is not what OpenID Connect Core §5.5 says, or very large. Other members are ignored. */
export function parseClaims(text: string): SentClaims | undefined {
  const document = text.length <= maxLength ? jsonObject(text) : undefined;
  if (!document || isDeeperThan(maxDepth, document)) return undefined;
  const [userinfo, id_token] = [claimsOf(document['userinfo']), claimsOf(document['id_token'])];
  return (
    userinfo &&
    id_token && {
      userinfo: userinfo.claims,
      id_token: id_token.claims,
      essential: { userinfo: userinfo.essential, id_token: id_token.essential },
    }
  );
}

/** Whether a value is one of those that a request wants. */
export function isWanted(value: unknown, wanted: readonly unknown[] | null): boolean {
  return wanted === null || wanted.some((one) => isDeepStrictEqual(one, value));
}

/** The claims of a request that a condition holds for; undefined: there are none. */
export function onlyClaims(
  { userinfo, id_token }: ClaimsRequest,
  condition: (name: string) => boolean,
): ClaimsRequest | undefined {
  const [left, right] = [only(userinfo, condition), only(id_token, condition)];
  return Object.keys(left).length + Object.keys(right).length > 0 ? { userinfo: left, id_token: right } : undefined;
}

/** The names of the claims of a request, each once. */
export function namesOf({ userinfo, id_token }: ClaimsRequest): readonly string[] {
  return [...new Set([...Object.keys(userinfo), ...Object.keys(id_token)])];
}

function only(claims: RequestedClaims, condition: (name: string) => boolean): RequestedClaims {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => condition(name)));
}

function claimsOf(member: unknown): { claims: RequestedClaims; essential: readonly string[] } | undefined {
  if (member === undefined || member === null) return { claims: {}, essential: [] };
  const entries = isObject(member) ? Object.entries(member) : [];
  if (!isObject(member) || entries.length > maxClaims) return undefined;
  const read = entries.map(([name, wish]) => [name, wantedBy(wish)] as const);
  if (read.some(([, wanted]) => wanted === undefined)) return undefined;
  return {
    claims: Object.fromEntries(read as [string, readonly unknown[] | null][]),
    essential: entries.flatMap(([name, wish]) => (isObject(wish) && wish['essential'] === true ? [name] : [])),
  };
}

/** OpenID Connect Core §5.5.1; undefined: it is no such wish. */
function wantedBy(wish: unknown): readonly unknown[] | null | undefined {
  if (wish === null) return null;
  if (!isObject(wish)) return undefined;
  const { essential, value, values } = wish;
  if (essential !== undefined && typeof essential !== 'boolean') return undefined;
  if (values !== undefined && !Array.isArray(values)) return undefined;
  if (value !== undefined) return [value];
  return values === undefined ? null : (values as unknown[]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
