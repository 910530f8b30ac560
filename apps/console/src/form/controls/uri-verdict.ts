import { type Field, hasPrivateUseScheme, hasWildcard, isLoopbackHost } from '@clientele/client-schema';

/** What the form says beside one address of a list. */
export interface Verdict {
  readonly tone: 'good' | 'advice' | 'fault';
  readonly words: string;
  /** A better spelling that one click puts in its place. */
  readonly fix?: string;
}

/** How an address will be treated, or what is wrong with it. */
export function uriVerdict(field: Field, uri: string): Verdict {
  const fault = field.elementFault?.(uri);
  if (fault) {
    const spelled = /^must be written as (\S+)$/.exec(fault.detail)?.[1];
    return { tone: 'fault', words: fault.detail, ...(spelled && { fix: spelled }) };
  }
  if (field.kind !== 'redirect-uris') return { tone: 'good', words: 'exact' };
  if (hasWildcard(uri)) return { tone: 'advice', words: 'wildcard: stands for many addresses' };
  if (hasPrivateUseScheme(uri)) return { tone: 'good', words: 'private-use scheme' };
  const url = URL.parse(uri);
  if (url?.hostname === 'localhost') {
    // RFC 8252 §8.3: localhost may resolve to another interface, and a firewall may ask about it.
    return { tone: 'advice', words: 'loopback: use 127.0.0.1', fix: uri.replace('//localhost', '//127.0.0.1') };
  }
  if (url && isLoopbackHost(url.hostname)) return { tone: 'good', words: 'loopback' };
  return { tone: 'good', words: 'exact' };
}

/** The addresses in a pasted text: one per line, or separated by commas or spaces. */
export function pastedUris(text: string): string[] {
  return text
    .split(/[\s,;"'[\]]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
