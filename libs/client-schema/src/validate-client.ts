import { type Client, type Settings, clientFields, defaultSettings, settingsFields, settingsGroups } from './client.js';
import { describe, holds } from './conditions.js';
import { type Issue, memberOf, pointerTo } from './issue.js';
import { resolveClient } from './resolve-client.js';
import { type Server } from './rule.js';
import { rules } from './rules/index.js';
import { isSame } from './same.js';
import { type SettingsServer, settingsRules } from './settings-rules.js';
import { clientShapeFaults, shapeFaults } from './shape.js';

export { type Issue } from './issue.js';

type Document = Readonly<Record<string, unknown>>;

/** Members that no client has. They are a fault of the document itself, not of the client that it describes. */
export function unknownMembers(document: Document, known: ReadonlyMap<string, unknown> = clientFields): Issue[] {
  return Object.keys(document)
    .filter((name) => !known.has(name))
    .map((name) => ({ pointer: pointerTo(name), rule: 'known-field', detail: 'is not a known field' }));
}

/**
 * Every fault of a client: the shape of each field, then each cross-field rule whose fields are well shaped.
 *
 * @param candidate the whole client, as `settleClient` returned it
 * @param named the members that the change names: a value written where it does not apply is refused
 */
export function validateClient(candidate: Document, server: Server, named: ReadonlySet<string> = new Set()): Issue[] {
  const shape = clientShapeFaults(candidate);
  const faulty = new Set(shape.map(memberOf));
  const effective = resolveClient(candidate as unknown as Client, server);

  const misplaced = [...named].flatMap((name) => misplacedField(name, candidate, effective as unknown as Document));
  const broken = rules
    .filter((rule) => rule.severity === 'error' && !rule.reads.some((name) => faulty.has(name)))
    .flatMap((rule) => violations(rule.check(effective, server)).map((found) => ({ ...found, rule: rule.id })));
  return [...shape, ...misplaced, ...broken];
}

/** What is allowed but unwise about a client that has no fault, and is told when it is saved. */
export function adviseClient(client: Document, server: Server): Issue[] {
  const effective = resolveClient(client as unknown as Client, server);
  return rules
    .filter((rule) => rule.severity === 'advice')
    .flatMap((rule) => violations(rule.check(effective, server)).map((found) => ({ ...found, rule: rule.id })));
}

/**
 * Every fault of a settings document. Each member has the checks of the field that inherits it; an absent one stands
 * for its default.
 */
export function validateSettings(candidate: Document, server: SettingsServer = {}): Issue[] {
  const shape = settingsGroups
    .flatMap((group) => shapeFaults(group, candidate, (field) => settingsFields.has(field.name)))
    // A client may say null and inherit; the server has nobody to inherit from.
    .filter(({ pointer }) => candidate[memberOf({ pointer })] !== null)
    .concat(
      [...settingsFields.keys()]
        .filter((name) => candidate[name] === null)
        .map((name) => ({ pointer: pointerTo(name), rule: 'has-value', detail: 'must have a value' })),
    );
  const faulty = new Set(shape.map(memberOf));
  const settings = { ...defaultSettings, ...candidate } as Settings;
  const broken = settingsRules
    .filter((rule) => !rule.reads.some((name) => faulty.has(name)))
    .flatMap((rule) => violations(rule.check(settings, server)).map((found) => ({ ...found, rule: rule.id })));
  return [...shape, ...broken];
}

/** A value that was written for a field which the other fields make meaningless. */
function misplacedField(name: string, candidate: Document, effective: Document): Issue[] {
  const field = clientFields.get(name);
  const condition = field?.options.visibleWhen;
  if (!field || !condition || holds(condition, effective)) return [];
  const value = candidate[name];
  if (value === undefined || value === null || isSame(value, field.options.default)) return [];
  return [
    { pointer: pointerTo(name), rule: 'field-applies', detail: `does not apply: it needs ${describe(condition)}` },
  ];
}

function violations<T>(result: T | readonly T[] | undefined): readonly T[] {
  if (result === undefined) return [];
  return Array.isArray(result) ? (result as readonly T[]) : [result as T];
}
