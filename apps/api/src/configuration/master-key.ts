import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A master key as it is written, 32 octets in base64 or base64url; or what is wrong with it. */
export function masterKeyFrom(value: string): Buffer | string {
  const key = Buffer.from(value, 'base64');
  const spelling = key.toString('base64');
  const given = value.replaceAll('-', '+').replaceAll('_', '/').replaceAll('=', '');
  if (given !== spelling.replaceAll('=', '')) return 'must be base64';
  if (key.length !== 32) return `must be 32 octets in base64, this is ${key.length}`;
  // 32 random octets have fewer than 12 different values once in 10^20 draws; examples and placeholders do.
  return new Set(key).size < 12 ? 'must be random: this key is known or too regular' : key;
}

/**
 * The key in a file, made with owner-only permissions at the first start. Of many processes that start at once all
 * read the same whole key.
 * @throws Error when the file holds no usable key
 */
export function masterKeyFile(path: string): Buffer {
  const text = readOrCreate(path).trim();
  const key = masterKeyFrom(text);
  if (typeof key === 'string') throw new Error(`the master key in ${path} ${key}`);
  return key;
}

function readOrCreate(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (!isCode(cause, 'ENOENT')) throw cause;
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link appears with its whole content or not at all, and never replaces what another process put there first.
    linkSync(draft, path);
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause;
  } finally {
    rmSync(draft);
  }
  return readFileSync(path, 'utf8');
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
