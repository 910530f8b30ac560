/** One element of DER, X.690 §8.1. */
export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** Not DER, or not of the shape that was expected. */
export class Malformed extends Error {}

/** The elements that stand one after the other. @throws Malformed */
export function parseDer(octets: Uint8Array): Element[] {
  const elements: Element[] = [];
  for (let next = 0; next < octets.length;) {
    const tag = octets[next]!;
    let length = octets[next + 1] ?? Number.NaN;
    next += 2;
    if (length >= 0x80) {
      const size = length - 0x80;
      // More octets than three no key has; none is the indefinite form, which DER does not have.
      if (size === 0 || size > 3) throw new Malformed();
      length = octets.subarray(next, next + size).reduce((sum, octet) => sum * 256 + octet, 0);
      next += size;
    }
    if (!(next + length <= octets.length)) throw new Malformed();
    elements.push({ tag, content: octets.subarray(next, next + length) });
    next += length;
  }
  return elements;
}

/** The content of an element that must be there, with that tag. @throws Malformed */
export function elementAt(elements: readonly Element[], index: number, tag: number): Uint8Array {
  const element = elements[index];
  if (element?.tag !== tag) throw new Malformed();
  return element.content;
}

/** The content of an element that must be there alone, with that tag. @throws Malformed */
export function onlyElement(elements: readonly Element[], tag: number): Uint8Array {
  if (elements.length !== 1) throw new Malformed();
  return elementAt(elements, 0, tag);
}

/** The octets of base64 that may be broken into lines. @throws Malformed */
export function octetsOfBase64(base64: string): Uint8Array {
  const text = base64.replaceAll(/\s/g, '');
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new Malformed();
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function hex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
