import { type Client, clientFields } from '@clientele/client-schema';
import { type Document } from '../../form/document-model.js';

/** The document of a client as it can be posted again: no note of the server is in it, and no secret. */
export function documentOf(client: Client): Document {
  const writable = Object.entries(client).filter(([name, value]) => {
    const access = clientFields.get(name)?.options.access;
    return clientFields.has(name) && access !== 'read_only' && access !== 'write_only' && value !== null;
  });
  return Object.fromEntries(writable);
}
