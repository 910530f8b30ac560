/** Markup that is safe to send: made by `html` alone. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | null | undefined | false | readonly Part[];

/** Every value is escaped, in text and in quoted attributes; only other `html` is taken as it is. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(strings.reduce((text, part, index) => text + markup(values[index - 1]) + part));
}

function markup(part: Part): string {
  if (part instanceof Html) return part.text;
  if (isList(part)) return part.map(markup).join('');
  if (part === null || part === undefined || part === false) return '';
  return String(part).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Array.isArray does not tell a read-only list from the rest. */
function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part);
}
