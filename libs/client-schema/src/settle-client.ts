import { type Client, type EffectiveClient, clientFields } from './client.js';
import { holds } from './conditions.js';
import { memberOf } from './issue.js';
import { inheritedValue, resolveClient, templateOf } from './resolve-client.js';
import { type Server } from './rule.js';
import { rules } from './rules/index.js';
import { isSame } from './same.js';
import { clientShapeFaults } from './shape.js';

type Document = Record<string, unknown>;

/**
 * Completes a candidate before it is validated: nulls are dropped, entries are spelled in one way, values that follow from others are filled in,
 * fields that no longer apply fall back to their default, and defaults are written out, unless the client has a template:
 * then it holds only what it says itself. Only fields that the change gives no value are touched, so nothing that
 * somebody asked for is lost silently: `validateClient` refuses it instead. A settled client that validates stays as it
 * is when it is settled again.
 *
 * @param candidate the whole client after the change; of an unchecked shape
 * @param named the members that the change itself names; one that it sets to null has no value to protect
 */
export function settleClient(candidate: Document, named: ReadonlySet<string>, server: Server): Document {
  const settled = Object.fromEntries(
    Object.entries(candidate).filter(([, value]) => value !== null && value !== undefined),
  );
  normalise(settled);
  const asked = new Set([...named].filter((name) => Object.hasOwn(settled, name)));
  if (asked.has('client_template_id')) giveUpWhatNobodyChose(settled, asked, server);
  // What a rule fills in is well shaped, so one look at the candidate is enough.
  const faulty = new Set(clientShapeFaults(settled).map(memberOf));

  // A value that changes may make another field follow or cease to apply, so passes repeat until nothing moves. No
  // chain of consequences is longer than the list of fields.
  for (let pass = 0; pass < clientFields.size; pass++) {
    const filled = fillWhatFollows(settled, asked, faulty, server);
    const dropped = dropWhatDoesNotApply(settled, asked, server);
    if (!filled && !dropped) break;
  }
  if (templateOf(settled, server)) dropWhatIsLockedAnyway(settled, server);
  else writeDefaults(settled);
  return inFormOrder(settled);
}

/** Spells each entry in its one way, so that no two are the same. */
function normalise(settled: Document): void {
  for (const { name, options } of clientFields.values()) {
    const value = settled[name];
    if (!options.normalise || !Array.isArray(value)) continue;
    settled[name] = [
      ...new Set(value.map((entry: unknown) => (typeof entry === 'string' ? options.normalise!(entry) : entry))),
    ];
  }
}

/**
 * A client without a template holds the default of every field. Whoever takes up a template has chosen none of them, and
 * what the template says as well is the template's from now on.
 */
function giveUpWhatNobodyChose(settled: Document, asked: ReadonlySet<string>, server: Server): void {
  const template = templateOf(settled, server);
  if (!template) return;
  for (const { name, options } of clientFields.values()) {
    const value = settled[name];
    if (asked.has(name) || value === undefined) continue;
    if (isSame(value, options.default) || isSame(value, template.defaults[name])) delete settled[name];
  }
}

/** A locked field has one value: a client that says the same says nothing, and follows when the value changes. */
function dropWhatIsLockedAnyway(settled: Document, server: Server): void {
  const client = settled as unknown as Client;
  for (const name of templateOf(settled, server)?.locked_fields ?? []) {
    if (settled[name] !== undefined && isSame(settled[name], inheritedValue(client, server, name).value)) {
      delete settled[name];
    }
  }
}

function writeDefaults(settled: Document): void {
  for (const { name, options } of clientFields.values()) {
    if (settled[name] === undefined && options.default !== undefined) settled[name] = structuredClone(options.default);
  }
}

/** The members as the form orders them, so that two documents of the same client read alike; unknown ones stay last. */
function inFormOrder(document: Document): Document {
  const known = [...clientFields.keys()].filter((name) => Object.hasOwn(document, name));
  const unknown = Object.keys(document).filter((name) => !clientFields.has(name));
  return Object.fromEntries([...known, ...unknown].map((name) => [name, document[name]]));
}

/** Applies every rule that settles something; answers whether a value changed. */
function fillWhatFollows(
  settled: Document,
  asked: ReadonlySet<string>,
  faulty: ReadonlySet<string>,
  server: Server,
): boolean {
  let changed = false;
  let resolved: Readonly<EffectiveClient> | undefined;
  const template = Object.keys(templateOf(settled, server)?.defaults ?? {}).filter((name) => !(name in settled));
  for (const rule of rules) {
    if (!rule.settle || rule.reads.some((name) => faulty.has(name))) continue;
    const effective = (resolved ??= resolveClient(settled as unknown as Client, server));
    // Where the change says nothing of what the rule is about, the template leads.
    const leading = rule.reads.some((name) => asked.has(name)) ? asked : new Set([...asked, ...template]);
    for (const [name, value] of Object.entries(rule.settle(effective, server, leading))) {
      if (asked.has(name) || isSame((effective as unknown as Document)[name], value)) continue;
      settled[name] = value;
      changed = true;
      resolved = undefined;
    }
  }
  return changed;
}

/** Removes the values of fields that no longer apply; answers whether there were any. */
function dropWhatDoesNotApply(settled: Document, asked: ReadonlySet<string>, server: Server): boolean {
  const effective = resolveClient(settled as unknown as Client, server) as unknown as Document;
  const dropped = [...clientFields.values()].filter(
    ({ name, options }) =>
      options.visibleWhen &&
      !holds(options.visibleWhen, effective) &&
      Object.hasOwn(settled, name) &&
      !asked.has(name) &&
      // A hidden secret stays: it may be in use as a key, and a method that is switched back must not need a new one.
      options.access !== 'write_only',
  );
  for (const { name } of dropped) delete settled[name];
  return dropped.length > 0;
}
