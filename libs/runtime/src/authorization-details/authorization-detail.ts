import { maxMatchedText } from '@clientele/client-schema';
import { isDeeperThan } from '@clientele/client-schema/json-depth';

/** One thing that a client asks for, or was granted: RFC 9396 §2. */
export interface AuthorizationDetail {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Of all details of a request, in octets: they must fit into an access token. */
const maxLength = 8192;
const maxDetails = 16;
const maxDepth = 10;
const maxValues = 1000;

/** Neither is part of what a person means: controls but for line breaks, halves of characters, turns of the direction. */
const unreadable = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/** The value of the parameter `authorization_details`; undefined: it is not a list of details, or a too large one. */
export function parseDetails(text: string): readonly AuthorizationDetail[] | undefined {
  const details = Buffer.byteLength(text) <= maxLength ? parsed(text) : undefined;
  if (!Array.isArray(details) || details.length === 0 || details.length > maxDetails) return undefined;
  if (!details.every(isDetail) || isDeeperThan(maxDepth, details)) return undefined;
  const values = { left: maxValues };
  if (!details.every((detail) => isPlain(detail, values))) return undefined;
  // Numbers may be written shorter than they are told on.
  return Buffer.byteLength(JSON.stringify(details)) <= maxLength ? details : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isDetail(value: unknown): value is AuthorizationDetail {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    'type' in value &&
    typeof value.type === 'string'
  );
}

/** Whether a value can be checked in bounded time, shown to a user, and told on as it came. */
function isPlain(value: unknown, count: { left: number }): boolean {
  if (count.left-- <= 0) return false;
  if (typeof value === 'string') return isReadable(value);
  if (typeof value === 'number') return !Number.isInteger(value) || Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((entry) => isPlain(entry, count));
  return Object.entries(value).every(
    // Whoever compares objects asks them for what every object has, such as valueOf.
    ([name, member]) => !(name in Object.prototype) && isReadable(name) && isPlain(member, count),
  );
}

function isReadable(text: string): boolean {
  return text.length <= maxMatchedText && !unreadable.test(text.replaceAll(/[\n\t]/g, ' '));
}
