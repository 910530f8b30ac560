/** As long as any client_id may be. */
const longest = 255;

/**
 * The addresses of documents that may be a client_id: https, with a path that has no dot segments, and of characters that
 * stay what they are in a path, a header and HTTP Basic.
 */
export const clientDocumentUrl =
  /^https:\/\/[a-z0-9.-]+(?::[1-9][0-9]*)?\/(?!(?:[^?]*\/)?\.{1,2}(?:[/?]|$))[A-Za-z0-9._~:@?&=/-]+$/;

/** What is wrong with a client_id that is to be the address of a document, or nothing. */
export function clientDocumentUrlFault(value: string): string | undefined {
  if (value.length > longest) return `must have at most ${longest} characters`;
  if (!clientDocumentUrl.test(value)) {
    return 'must be an https URL with a path, without dot segments, fragment and user information';
  }
  // Ports that go without saying, and other notations of IP addresses, are no second spelling.
  return URL.parse(value)?.href === value ? undefined : 'must be written as browsers write it';
}
