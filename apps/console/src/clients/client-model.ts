import {
  type Client,
  type Server,
  type Settings,
  clientFields,
  effectiveValue,
  holds,
  inherits,
  resolveClient,
  settleClient,
  validateClient,
} from '@clientele/client-schema';
import { type Document, type DocumentModel } from '../form/document-model.js';

/** A client as a form edits it: validated whole, by the same code as the API's. */
export function clientModel(server: Server): DocumentModel {
  return {
    fields: clientFields,
    settle: (candidate, named) => settleClient(candidate, named, server),
    faults: (settled, named) => validateClient(settled, server, named),
    applicable: (document) => applicableFields(document, server.settings),
    inherited(name) {
      const field = clientFields.get(name);
      return field && inherits(field) ? effectiveValue(noClient, server.settings, name).value : undefined;
    },
  };
}

const noClient: Client = { client_name: '' };

/**
 * The fields that apply to a client. A field that does not apply counts as absent for the ones that depend on it, so
 * the search repeats until nothing falls away any more.
 */
export function applicableFields(document: Document, settings: Settings): ReadonlySet<string> {
  const present: Document = { ...document };
  const applies = new Set(clientFields.keys());
  for (let before = -1; before !== applies.size;) {
    before = applies.size;
    const effective = resolveClient(present as unknown as Client, settings) as unknown as Document;
    for (const { name, options } of clientFields.values()) {
      if (!applies.has(name) || !options.visibleWhen || holds(options.visibleWhen, effective)) continue;
      applies.delete(name);
      delete present[name];
    }
  }
  return applies;
}
