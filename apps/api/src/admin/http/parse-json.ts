import { type Issue } from '@clientele/client-schema';

/** Deeper documents than any of ours cost more than they can mean. */
export const maxDepth = 32;

/** Names that, merged into an object, change the object instead of its content. */
const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype']);

/** A text that is not JSON, or JSON that two readers may understand differently. */
export class UnreadableJson extends Error {
  override readonly name = 'UnreadableJson';
  constructor(readonly fault: Issue) {
    super(fault.detail);
  }
}

/**
 * Parses JSON as RFC 7493 (I-JSON) narrows it: no name twice, no lone surrogate, no number that a double does not
 * hold. Nesting and names are bounded as well.
 * @throws UnreadableJson
 */
export function parseJson(octets: Uint8Array): unknown {
  const text = decode(octets);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable('', 'json', 'is not JSON');
  }
  checkNames(text);
  checkValues(value, '');
  return value;
}

function decode(octets: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    throw unreadable('', 'json', 'is not UTF-8');
  }
}

/** Walks the text, which is known to be JSON: after parsing, a name that stood there twice can no longer be seen. */
function checkNames(text: string): void {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      if (open.length > maxDepth) throw unreadable('', 'json-depth', `is nested more than ${maxDepth} levels deep`);
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (names && isName(text, end)) checkName(JSON.parse(text.slice(at, end)) as string, names);
      at = end - 1;
    }
  }
}

/** The index after the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Whether the string that ends here is a name: only names are followed by a colon. */
function isName(text: string, end: number): boolean {
  let at = end;
  while (' \t\r\n'.includes(text[at] ?? 'x')) at++;
  return text[at] === ':';
}

function checkName(name: string, names: Set<string>): void {
  if (forbiddenNames.has(name)) throw unreadable('', 'member-name', `must not have a member called ${name}`);
  if (names.has(name)) throw unreadable('', 'unique-member', `has the member ${JSON.stringify(name)} twice`);
  names.add(name);
}

function checkValues(value: unknown, pointer: string): void {
  if (typeof value === 'string') {
    // PostgreSQL stores neither; a store that drops them would keep another value than the one that was checked.
    if (!value.isWellFormed() || value.includes('\0'))
      throw unreadable(pointer, 'text', 'must be Unicode text without NUL');
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw unreadable(pointer, 'number', 'is too large a number');
    // RFC 7493 §2.2: beyond 2^53 a neighbour of what was sent would be stored.
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
      throw unreadable(pointer, 'number', 'is too large a whole number; write it as a string');
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      if (!name.isWellFormed() || name.includes('\0'))
        throw unreadable(pointer, 'text', 'has a name that is not Unicode text');
      checkValues(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  }
}

function unreadable(pointer: string, rule: string, detail: string): UnreadableJson {
  return new UnreadableJson({ pointer, rule, detail });
}
