/**
 * One attribute of a name: its type as a dotted OID, and its value. One that is no text is its DER in hexadecimal digits
 * behind a NUL, which no text has.
 */
export interface NameAttribute {
  readonly type: string;
  readonly value: string;
}

/** The name of a certificate's subject or issuer, X.501: its parts in the order of the certificate, the largest first. */
export type DistinguishedName = readonly (readonly NameAttribute[])[];

/** What attribute types are called: those of RFC 4514 §3 first, then others that certificates of clients carry. */
const oids = {
  CN: '2.5.4.3',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  C: '2.5.4.6',
  STREET: '2.5.4.9',
  DC: '0.9.2342.19200300.100.1.25',
  UID: '0.9.2342.19200300.100.1.1',
  serialNumber: '2.5.4.5',
  emailAddress: '1.2.840.113549.1.9.1',
  organizationIdentifier: '2.5.4.97',
  businessCategory: '2.5.4.15',
  postalCode: '2.5.4.17',
  SN: '2.5.4.4',
  givenName: '2.5.4.42',
  title: '2.5.4.12',
  pseudonym: '2.5.4.65',
  dnQualifier: '2.5.4.46',
  jurisdictionC: '1.3.6.1.4.1.311.60.2.1.3',
  jurisdictionST: '1.3.6.1.4.1.311.60.2.1.2',
  jurisdictionL: '1.3.6.1.4.1.311.60.2.1.1',
} as const;

/** The attribute types that have a short name. */
export const attributeTypes = Object.keys(oids) as readonly (keyof typeof oids)[];

const otherNames: Readonly<Record<string, string>> = {
  COUNTRYNAME: oids.C,
  COMMONNAME: oids.CN,
  ORGANIZATIONNAME: oids.O,
  ORGANIZATIONALUNITNAME: oids.OU,
  LOCALITYNAME: oids.L,
  STATEORPROVINCENAME: oids.ST,
  STREETADDRESS: oids.STREET,
  DOMAINCOMPONENT: oids.DC,
  USERID: oids.UID,
  SURNAME: oids.SN,
  GN: oids.givenName,
  T: oids.title,
  E: oids.emailAddress,
  EMAIL: oids.emailAddress,
  S: oids.ST,
};

const oidsByName: ReadonlyMap<string, string> = new Map([
  ...Object.entries(oids).map(([name, oid]) => [name.toUpperCase(), oid] as const),
  ...Object.entries(otherNames),
]);
const namesByOid: ReadonlyMap<string, string> = new Map(Object.entries(oids).map(([name, oid]) => [oid, name]));

/** The dotted OID of an attribute type, by whatever it is called; undefined: nobody calls one like that. */
export function oidOfAttribute(name: string): string | undefined {
  return /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+$/.test(name) ? name : oidsByName.get(name.toUpperCase());
}

const maxLength = 1024;

/**
 * Reads the text of a name, RFC 4514 §3, which begins with the last part. Blanks around separators mean nothing, as
 * RFC 2253 §4 asked. Undefined: it is no such text, or names an attribute that nobody knows.
 */
export function parseDistinguishedName(text: string): DistinguishedName | undefined {
  if (text.length > maxLength || text.trim() === '') return undefined;
  const parts: NameAttribute[][] = [[]];
  for (const { assertion, ends } of assertionsIn(text)) {
    const attribute = attributeOf(assertion);
    if (!attribute) return undefined;
    parts.at(-1)!.push(attribute);
    if (ends === ',') parts.push([]);
  }
  // A comma at the end leaves a part without an attribute.
  return parts.some((part) => part.length === 0) ? undefined : parts.toReversed();
}

/** The text of a name, RFC 4514 §2. */
export function formatDistinguishedName(name: DistinguishedName): string {
  return name
    .toReversed()
    .map((part) => part.map(({ type, value }) => `${namesByOid.get(type) ?? type}=${escaped(value)}`).join('+'))
    .join(',');
}

/**
 * Whether two names are the same: types by their OID, values character by character, whatever string type of ASN.1
 * holds them; the attributes of one part in any order.
 */
export function isSameName(left: DistinguishedName, right: DistinguishedName): boolean {
  return left.length === right.length && left.every((part, index) => isSamePart(part, right[index]!));
}

/** Whether the attributes of some types, by OID, are the same in two names, and in the same order. */
export function agreeOn(types: readonly string[], left: DistinguishedName, right: DistinguishedName): boolean {
  return types.every((type) => {
    const values = valuesOf(left, type);
    const others = valuesOf(right, type);
    return values.length > 0 && values.length === others.length && values.every((value, at) => value === others[at]);
  });
}

/** The values of one attribute type in a name. */
export function valuesOf(name: DistinguishedName, oid: string): readonly string[] {
  return name.flat().flatMap(({ type, value }) => (type === oid ? [value] : []));
}

function isSamePart(left: readonly NameAttribute[], right: readonly NameAttribute[]): boolean {
  const spelt = (part: readonly NameAttribute[]) => part.map(({ type, value }) => `${type}=${value}`).toSorted();
  const others = spelt(right);
  return left.length === right.length && spelt(left).every((attribute, at) => attribute === others[at]);
}

/** Splits at what is not escaped. */
function assertionsIn(text: string): { assertion: string; ends: string }[] {
  const found: { assertion: string; ends: string }[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '\\') at++;
    else if (at === text.length || text[at] === ',' || text[at] === '+') {
      found.push({ assertion: text.slice(start, at), ends: text[at] ?? '' });
      start = at + 1;
    }
  }
  return found;
}

function attributeOf(assertion: string): NameAttribute | undefined {
  const [, name = '', raw = ''] = /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=([^]*)$/.exec(assertion) ?? [];
  const type = oidOfAttribute(name);
  const value = type === undefined ? undefined : valueOf(withoutBlanksAround(raw));
  return type === undefined || value === undefined ? undefined : { type, value };
}

/** Blanks at the end belong to the value where they are escaped. */
function withoutBlanksAround(raw: string): string {
  const text = raw.replace(/^ +/, '');
  const blanks = / +$/.exec(text)?.[0].length ?? 0;
  const kept = text.slice(0, text.length - blanks);
  return blanks > 0 && /(?:^|[^\\])(?:\\\\)*\\$/.test(kept) ? `${kept} ` : kept;
}

function valueOf(raw: string): string | undefined {
  if (raw.startsWith('#'))
    return /^#(?:[0-9a-f]{2})+$/i.test(raw) ? encodedValue(raw.slice(1).toLowerCase()) : undefined;
  const octets: number[] = [];
  let read = 0;
  for (const { 0: piece, index, groups = {} } of raw.matchAll(pieces)) {
    if (index !== read) return undefined;
    read += piece.length;
    const { octet, escaped: one = piece } = groups;
    octets.push(...(octet === undefined ? new TextEncoder().encode(one) : [Number.parseInt(octet, 16)]));
  }
  return read === raw.length && read > 0 ? decoded(Uint8Array.from(octets)) : undefined;
}

/** RFC 4514 §2.4: what a value consists of. */
const pieces = /\\(?<octet>[0-9a-f]{2})|\\(?<escaped>[ "#=+,;<>\\])|[^\\",;<>+\0\p{Cs}]/giu;

/** A value by its DER: the text of UTF8String, PrintableString and IA5String, which are UTF-8 all. */
function encodedValue(der: string): string | undefined {
  const octets = Uint8Array.from(der.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const [tag = 0, length = 0] = octets;
  if (![0x0c, 0x13, 0x16].includes(tag)) return `\0${der}`;
  return length === octets.length - 2 && length > 0 && length < 0x80 ? decoded(octets.subarray(2)) : undefined;
}

function decoded(octets: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
    return text.includes('\0') ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** RFC 4514 §2.4: what must be escaped, and what cannot be read otherwise. */
function escaped(value: string): string {
  if (value.startsWith('\0')) return `#${value.slice(1)}`;
  return value
    .replaceAll(/[",;<>+\\]/g, String.raw`\$&`)
    .replace(/^[ #]/, String.raw`\$&`)
    .replace(/ $/, String.raw`\ `)
    .replaceAll(/\p{Cc}/gu, (character) => `\\${character.codePointAt(0)!.toString(16).padStart(2, '0')}`);
}
