import { type KeyObject } from 'node:crypto';
import { isDeeperThan } from '@clientele/client-schema/json-depth';
import { compactVerify, errors } from 'jose';
import { BoundedCache } from '../bounded-cache.js';
import { type SigningKey } from '../ports/key-store.js';

/** Longer tokens are refused before they are parsed. Octets. */
export const maxTokenLength = 16_384;

/** Deeper claims only exhaust the stack of whoever walks them. */
const maxDepth = 32;

const headers = new BoundedCache<string>(64);

/** What signs, and by which name verifiers find the other half; a secret has none. */
export type SigningHalf = Pick<SigningKey, 'signer'> & Partial<Pick<SigningKey, 'kid'>>;

/**
 * A compact JWS (RFC 7515 §7.1) over JSON claims. `typ` keeps one kind of token from passing for another, RFC 8725 §3.11;
 * undefined: the kind has no name.
 */
export async function signJwt(
  { kid, signer }: SigningHalf,
  alg: string,
  typ: string | undefined,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> {
  const input = `${protectedHeader(alg, typ, kid)}.${base64url(JSON.stringify(claims))}`;
  const signature = await signer.sign(alg, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

function protectedHeader(alg: string, typ: string | undefined, kid: string | undefined): string {
  const name = `${alg} ${typ} ${kid}`;
  const known = headers.get(name);
  if (known) return known;
  const encoded = base64url(JSON.stringify({ alg, typ, kid }));
  headers.set(name, encoded);
  return encoded;
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}

export interface ParsedJwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** The header and claims of a compact JWS, unverified; undefined for anything else. Strict: one spelling per token. */
export function parseJwt(token: string): ParsedJwt | undefined {
  return /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(token) ? parse(token) : undefined;
}

/** The same of an unsecured JWT, RFC 7519 §6: its algorithm is `none`, and it has no signature. */
export function parseUnsecuredJwt(token: string): ParsedJwt | undefined {
  const parsed = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.$/.test(token) ? parse(token) : undefined;
  return parsed?.header['alg'] === 'none' ? parsed : undefined;
}

function parse(token: string): ParsedJwt | undefined {
  if (token.length > maxTokenLength) return undefined;
  const parts = token.split('.');
  if (parts.some((part) => Buffer.from(part, 'base64url').toString('base64url') !== part)) return undefined;
  const header = jsonObject(parts[0]!);
  const claims = jsonObject(parts[1]!);
  if (!header || !claims) return undefined;
  // RFC 7515 §4.1.11: an extension that must be understood and is not. We know none, and b64 (RFC 7797) is one.
  return 'crit' in header || 'b64' in header ? undefined : { header, claims };
}

/** Whether a compact JWS was made with the private half of `key` and one of `algs`. */
export async function verifiesWith(token: string, key: KeyObject, algs: readonly string[]): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: [...algs] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError || isUnfitKey(error)) return false;
    throw error;
  }
}

/** A key that does not fit the algorithm: the token asks for something the key cannot do. */
function isUnfitKey(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof DOMException && error.name === 'DataError');
}

/** Whether a value is a date claim: a finite whole number of seconds before the year 10000. */
export function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 253_402_300_799;
}

/** The header that the first part of a token is; undefined: it is none, or demands an extension. */
export function parseHeader(part: string): Record<string, unknown> | undefined {
  const header = jsonObject(part);
  return header && 'crit' in header ? undefined : header;
}

function jsonObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url')));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && !isDeeperThan(maxDepth, value) ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}
