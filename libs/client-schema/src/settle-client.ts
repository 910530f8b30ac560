import { type Client, clientFields } from './client.js';
import { holds } from './conditions.js';
import { resolveClient } from './resolve-client.js';
import { type Server } from './rule.js';
import { rules } from './rules/index.js';

type Document = Record<string, unknown>;

/**
 * Completes a candidate before it is validated: nulls are dropped, values that follow from others are filled in,
 * fields that no longer apply fall back to their default, and defaults are written out. Only fields that the change
 * does not name are touched, so nothing that somebody asked for is lost silently: `validateClient` refuses it instead.
 *
 * @param candidate the whole client after the change; of an unchecked shape
 * @param named the members that the change itself names
 */
export function settleClient(candidate: Document, named: ReadonlySet<string>, server: Server): Document {
  const settled = Object.fromEntries(Object.entries(candidate).filter(([, value]) => value !== null));
  for (const rule of rules) {
    const effective = resolveClient(settled as unknown as Client, server.settings);
    if (!rule.settle || !isWellShaped(effective, rule.reads)) continue;
    for (const [name, value] of Object.entries(rule.settle(effective, server))) {
      if (!named.has(name)) settled[name] = value;
    }
  }
  const effective = resolveClient(settled as unknown as Client, server.settings) as unknown as Document;
  for (const { name, options } of clientFields.values()) {
    const applies = !options.visibleWhen || holds(options.visibleWhen, effective);
    // A hidden secret stays: it may be in use as a key, and a method that is switched back must not need a new one.
    if (!applies && !named.has(name) && options.access !== 'write_only') delete settled[name];
    if (settled[name] === undefined && options.default !== undefined) settled[name] = structuredClone(options.default);
  }
  return settled;
}

/** Whether the fields a rule reads have at least the type of their default, so that a rule never sees a wrong shape. */
function isWellShaped(effective: object, names: readonly string[]): boolean {
  return names.every((name) => {
    const value = (effective as Document)[name];
    const expected = clientFields.get(name)?.schema['type'];
    return value === undefined || typeOf(value) === expected || (expected === 'integer' && typeof value === 'number');
  });
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}
