/** A value that is in JSON already: it is sent as it stands, and nobody reads it only to write it again. */
export class Json {
  constructor(readonly text: string) {}
}

export function inJson(value: unknown): string {
  return value instanceof Json ? value.text : JSON.stringify(value);
}
