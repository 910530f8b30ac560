/** `{support_phone}`: a property, by a name that a definition may have. */
const placeholder = /\{([A-Za-z][A-Za-z0-9_.-]*)\}/g;

/** The extended properties that a text of the pages names. */
export function propertiesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, name]) => name!))];
}

/** The text with the values of these properties in place of their names; nothing where there is no value. */
export function withProperties(text: string, values: Readonly<Record<string, readonly string[]>>): string {
  return text.replace(placeholder, (_, name: string) => (Object.hasOwn(values, name) ? values[name]!.join(', ') : ''));
}
