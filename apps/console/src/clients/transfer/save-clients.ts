import { toast } from '../../ui/toasts.js';
import { count } from '../../words/count.js';

/** Lets the browser store clients as a file with one JSON document per line, which an import takes. */
export function saveClients(lines: readonly string[]): void {
  const address = URL.createObjectURL(new Blob([...lines], { type: 'application/x-ndjson' }));
  const name = `clients-${new Date().toISOString().slice(0, 10)}.ndjson`;
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
  toast(`Exported ${count(lines.length, 'client')}`, 'green', ['Secrets are not among what is exported.']);
}

/** A client as a line of such a file. */
export function lineOf(client: object): string {
  return `${JSON.stringify(client)}\n`;
}
