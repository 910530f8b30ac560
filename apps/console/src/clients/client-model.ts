import {
  type Client,
  type Layers,
  type Server,
  clientFields,
  holds,
  inheritedValue,
  inherits,
  isShareable,
  resolveClient,
  settleClient,
  templateOf,
  validateClient,
} from '@clientele/client-schema';
import { type Document, type DocumentModel, type Inherited } from '../form/document-model.js';
import { recordNamesIn } from '../words/record-names.js';

/** A client as a form edits it: validated whole, by the same code as the API's. */
export function clientModel(server: Server): DocumentModel {
  return {
    fields: clientFields,
    names: recordNamesIn(server),
    settle: (candidate, named) => settleClient(candidate, named, server),
    faults: (settled, named) => validateClient(settled, server, named),
    applicable: (document) => applicableFields(document, server),
    inherited: (name, document) => inheritedBy(document, name, server),
    hidden: (name, document) => templateOf(document, server)?.hidden_fields.includes(name) ?? false,
  };
}

/** A client of a template inherits every field that several clients can have in common; others, what the server sets. */
function inheritedBy(document: Document, name: string, server: Server): Inherited | undefined {
  const template = templateOf(document, server);
  const field = clientFields.get(name);
  if (!field || (!inherits(field) && !(template && isShareable(name)))) return undefined;
  const { value, origin } = inheritedValue(document as unknown as Client, server, name);
  const locked = template?.locked_fields.includes(name) ?? false;
  if (origin === 'client' || (value === undefined && !locked)) return undefined;
  return { value, origin, ...(template && (locked || origin === 'template') && { template: template.name, locked }) };
}

/**
 * The fields that apply to a client. A field that does not apply counts as absent for the ones that depend on it, so
 * the search repeats until nothing falls away any more.
 */
export function applicableFields(document: Document, server: Layers): ReadonlySet<string> {
  const present: Document = { ...document };
  const applies = new Set(clientFields.keys());
  for (let before = -1; before !== applies.size;) {
    before = applies.size;
    const effective = resolveClient(present as unknown as Client, server) as unknown as Document;
    for (const { name, options } of clientFields.values()) {
      if (!applies.has(name) || !options.visibleWhen || holds(options.visibleWhen, effective)) continue;
      applies.delete(name);
      delete present[name];
    }
  }
  return applies;
}
