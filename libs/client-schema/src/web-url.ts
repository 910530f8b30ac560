import { isLoopbackHost } from './redirect-uri.js';
import { hasUriSyntax } from './uri-syntax.js';

const maxUrlLength = 2048;
const maxLogoLength = 65_536;
const pictures = /^data:image\/(?:png|jpeg|gif|svg\+xml)(?:;[a-z0-9=-]+)*,[\x21-\x7e]+$/i;

/** What is wrong with an absolute http or https URL without user info, or nothing. */
export function webUrlFault(value: unknown): string | undefined {
  return urlFault(value, ['http:', 'https:'], 'must be an absolute http or https URL');
}

/** What is wrong with an address to which browsers are sent by themselves: a web URL, and http for loopback alone. */
export function sentToUrlFault(value: unknown): string | undefined {
  const fault = webUrlFault(value);
  if (fault !== undefined) return fault;
  const { protocol, hostname } = new URL(value as string);
  return protocol === 'http:' && !isLoopbackHost(hostname) ? 'must use https unless it is loopback' : undefined;
}

/** What is wrong with an absolute https URL without user info, or nothing. */
export function httpsUrlFault(value: unknown): string | undefined {
  return urlFault(value, ['https:'], 'must be an absolute https URL');
}

/** What is wrong with the address of a logo: a web URL, or a picture in a data: URL. */
export function logoFault(value: unknown): string | undefined {
  if (typeof value === 'string' && /^data:/i.test(value)) {
    if (value.length > maxLogoLength) return `must have at most ${maxLogoLength} characters`;
    return pictures.test(value) ? undefined : 'must be a PNG, JPEG, GIF or SVG picture as a data: URL';
  }
  return webUrlFault(value);
}

function urlFault(value: unknown, schemes: readonly string[], demand: string): string | undefined {
  if (typeof value !== 'string' || !hasUriSyntax(value)) return demand;
  if (value.length > maxUrlLength) return `must have at most ${maxUrlLength} characters`;
  const url = URL.parse(value);
  if (!url || !schemes.includes(url.protocol) || !/^https?:\/\//i.test(value)) return demand;
  return url.username || url.password ? 'must not contain user information' : undefined;
}
