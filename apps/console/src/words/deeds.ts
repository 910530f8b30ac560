/** What is done, where the word of the API alone would not say it. */
const verbs: Readonly<Record<string, string>> = { purged: 'deleted for good' };

/** The type of an event as a sentence would say it: `client_secret.created` as `Client secret created`. */
export function deedInWords(type: string): string {
  const [kind = '', verb = ''] = type.split('.');
  const words = `${kind.replaceAll('_', ' ')} ${verbs[verb] ?? verb}`;
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Several of one write: `Client created, client secret created`. */
export function deedsInWords(types: readonly string[]): string {
  const [first = '', ...more] = types.map(deedInWords);
  return [first, ...more.map((words) => words.slice(0, 1).toLowerCase() + words.slice(1))].join(', ');
}

/** From where something was written. */
const origins: Readonly<Record<string, string>> = {
  console: 'from the console',
  api: 'through the API',
  registration: 'by registration',
  open_registration: 'by open registration',
  registered_copy: 'by registration as a copy',
  import: 'by an import',
  bootstrap: 'at the start of the server',
  server: 'by the server itself',
};

/** Whether a client came without an administrator, which whoever looks at it should know. */
export function isSelfRegistered(origin: string): boolean {
  return ['registration', 'open_registration', 'registered_copy'].includes(origin);
}

export function originInWords(origin: string): string {
  return origins[origin] ?? origin;
}
