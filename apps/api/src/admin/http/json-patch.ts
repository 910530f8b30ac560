import { isDeepStrictEqual } from 'node:util';
import { isDeeperThan } from '@clientele/client-schema/json-depth';
import { limits } from '../../limits.js';
import { maxDepth } from './parse-json.js';

/** An operation of a JSON Patch, RFC 6902 §4, with the members that its `op` needs. */
export interface Operation {
  readonly op: (typeof operationNames)[number];
  /** RFC 6901, and never the whole document. */
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

export const operationNames = ['add', 'remove', 'replace', 'move', 'copy', 'test'] as const;

/**
 * Changes a document as the operations say, one after the other.
 * @returns the index of the first operation that does not fit the document; undefined: all did
 * @throws TooMuch
 */
export function applyOperations(document: object, operations: readonly Operation[]): number | undefined {
  // What is copied can be copied again together with its copy, so that a few operations could fill all memory.
  let carried = 0;
  for (const [index, { op, path, from, value: given }] of operations.entries()) {
    const carries = op === 'move' || op === 'copy';
    const value = carries ? valueAt(document, from!) : given;
    if (carries) carried += value === undefined ? 0 : JSON.stringify(value).length;
    if (carried > limits.adminBody || isDeeperThan(Math.max(0, maxDepth - tokensOf(path).length), value)) {
      throw new TooMuch(index);
    }
    if (!isDone(document, op, path, value, from)) return index;
  }
  return undefined;
}

/** A document that no body could bring: too large, or nested too deep. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';
  constructor(readonly index: number) {
    super('the document becomes larger than one may be');
  }
}

/** The name of the top-level member that a pointer leads into. */
export function firstName(path: string): string {
  return tokensOf(path)[0]!;
}

function isDone(document: object, op: Operation['op'], path: string, value: unknown, from?: string): boolean {
  switch (op) {
    case 'add':
      return isAdded(document, path, structuredClone(value));
    case 'remove':
      return isRemoved(document, path);
    case 'replace':
      return (
        valueAt(document, path) !== undefined &&
        isRemoved(document, path) &&
        isAdded(document, path, structuredClone(value))
      );
    case 'move':
      // RFC 6902 §4.4: a value is not moved into itself.
      if (value === undefined || path.startsWith(`${from}/`)) return false;
      return isRemoved(document, from!) && isAdded(document, path, value);
    case 'copy':
      return value !== undefined && isAdded(document, path, structuredClone(value));
    case 'test':
      return isDeepStrictEqual(valueAt(document, path), value);
  }
}

/** RFC 6902 §4.1: into a list before the entry of that number, or at the end of it; into an object in any case. */
function isAdded(document: object, path: string, value: unknown): boolean {
  const { parent, key } = placeOf(document, path);
  if (Array.isArray(parent)) {
    const index = key === '-' ? parent.length : indexOf(key);
    if (!(index <= parent.length)) return false;
    parent.splice(index, 0, value);
    return true;
  }
  if (!isObject(parent)) return false;
  parent[key] = value;
  return true;
}

function isRemoved(document: object, path: string): boolean {
  const { parent, key } = placeOf(document, path);
  if (memberOf(parent, key) === undefined) return false;
  if (Array.isArray(parent)) parent.splice(indexOf(key), 1);
  else delete (parent as Record<string, unknown>)[key];
  return true;
}

function placeOf(document: object, path: string): { parent: unknown; key: string } {
  const tokens = tokensOf(path);
  const key = tokens.pop()!;
  return { parent: tokens.reduce<unknown>(memberOf, document), key };
}

function valueAt(document: object, path: string): unknown {
  return tokensOf(path).reduce<unknown>(memberOf, document);
}

/** What is there; undefined: nothing is. JSON has no undefined. */
function memberOf(parent: unknown, key: string): unknown {
  if (Array.isArray(parent)) return (parent as unknown[])[indexOf(key)];
  return isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
}

/** RFC 6901 §4: digits without a leading zero. */
function indexOf(key: string): number {
  return /^(?:0|[1-9]\d*)$/.test(key) ? Number(key) : Number.NaN;
}

function tokensOf(path: string): string[] {
  return path
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
