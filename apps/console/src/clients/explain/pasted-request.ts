import { shellWords } from './shell-words.js';

/** A request that somebody has sent, or is about to send, as far as it can be explained. */
export interface PastedRequest {
  /** Its parameters; of one that comes several times every value. */
  readonly parameters: Readonly<Record<string, string | string[]>>;
  /** Whether it is pushed, RFC 9126 §2: then it goes elsewhere than its parameters would. */
  readonly isPushed: boolean;
  /** The client that it names; undefined: none. */
  readonly client_id: string | undefined;
  /** The names of the credentials that were in it: nothing is explained by them, and they go nowhere. */
  readonly leftOut: readonly string[];
}

/** What proves who asks. The API takes the client for authenticated, and refuses these. */
const credentials = ['client_secret', 'client_assertion', 'client_assertion_type', 'password'];

/**
 * Reads an authorization URL, a curl command, an HTTP message or a form, as people copy them from a browser, a terminal
 * or a log.
 * @returns undefined: there are no parameters in it
 */
export function readRequest(text: string): PastedRequest | undefined {
  const { encoded, user, target = '' } = encodedParameters(text.trim());
  const pairs = [...new URLSearchParams(encoded)].filter(([name]) => name !== '');
  // A sentence is a form whose one parameter has no value.
  if (pairs.length === 0 || !encoded.includes('=')) return undefined;
  const named = pairs.find(([name]) => name === 'client_id')?.[1];
  const told = pairs.filter(([name]) => name !== 'client_id' && !credentials.includes(name));
  return {
    parameters: collected(told),
    isPushed: target.split(/[?#]/, 1)[0]!.endsWith('/par'),
    client_id: named ?? user,
    leftOut: [...new Set(pairs.map(([name]) => name).filter((name) => credentials.includes(name)))],
  };
}

interface Encoded {
  /** In application/x-www-form-urlencoded. */
  readonly encoded: string;
  /** The client of HTTP Basic authentication, RFC 6749 §2.3.1. */
  readonly user?: string | undefined;
  /** Where it goes; undefined: it does not say. */
  readonly target?: string | undefined;
}

function encodedParameters(text: string): Encoded {
  if (/^(?:\$\s+)?curl\s/.test(text)) return fromCurl(shellWords(text.replace(/^\$\s+/, '')).slice(1));
  const message = /^(?:GET|POST)\s+(\S+)(?:\s+HTTP\/[\d.]+)?[^\S\n]*(?:\n|$)/.exec(text);
  if (message) return fromMessage(message[1]!, text.slice(message[0].length));
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^\/?[^\s=]*\?/.test(text)) return { encoded: queryOf(unwrapped(text)) };
  return { encoded: joined(text.split('\n').map((line) => line.trim())) };
}

/** RFC 9112 §2.1: the body follows the first empty line. */
function fromMessage(target: string, rest: string): Encoded {
  const [head = '', ...body] = rest.split(/(?:^|\n)[^\S\n]*\n/);
  const basic = /^authorization:\s*basic\s+(\S+)/im.exec(head)?.[1];
  const form = joined(
    body
      .join('\n')
      .split('\n')
      .map((line) => line.trim()),
  );
  const user = basic === undefined ? undefined : userOf(decoded(basic));
  return { encoded: joined([queryOf(target), form]), user, target };
}

/** Options of curl that make up the parameters or say who asks, by their long names. */
const shortOptions: Readonly<Record<string, string>> = { d: 'data', u: 'user', H: 'header' };
const dataOptions = ['data', 'data-raw', 'data-ascii', 'data-binary', 'data-urlencode'];
/** Options without a value; any other is taken to have one. */
const flags =
  /^(?:-[sSkvifgGIL0]+|--(?:silent|show-error|insecure|verbose|include|fail|get|location|compressed|http\S*))$/;

function fromCurl(words: readonly string[]): Encoded {
  const parts: string[] = [];
  let user: string | undefined;
  let target: string | undefined;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (!word.startsWith('-')) {
      target = word;
      parts.unshift(queryOf(word));
    }
    if (!word.startsWith('-') || flags.test(word)) continue;
    const attached = /^-([duH])(.+)$/s.exec(word);
    const option = word.startsWith('--') ? word.slice(2) : (shortOptions[word[1]!] ?? word);
    const value = attached?.[2] ?? words[++index] ?? '';
    if (dataOptions.includes(option)) parts.push(option === 'data-urlencode' ? urlEncoded(value) : value);
    if (option === 'user') user = userOf(value);
    const basic = option === 'header' ? /^authorization:\s*basic\s+(\S+)/i.exec(value)?.[1] : undefined;
    if (basic !== undefined) user = userOf(decoded(basic));
  }
  return { encoded: joined(parts), user, target };
}

/** As `--data-urlencode` takes it: what follows the first equals sign is not encoded yet. */
function urlEncoded(value: string): string {
  const at = value.indexOf('=');
  return at < 0 ? encodeURIComponent(value) : `${value.slice(0, at)}=${encodeURIComponent(value.slice(at + 1))}`;
}

/** The user of `user:password`, where both are form-encoded. */
function userOf(userAndPassword: string): string | undefined {
  const user = userAndPassword.split(':')[0]!;
  return new URLSearchParams(`user=${user}`).get('user') || undefined;
}

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    // A placeholder such as `<credentials>`, which names nobody.
    return '';
  }
}

/** An address that a mail or a terminal has broken into lines. */
function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

function queryOf(address: string): string {
  const at = address.indexOf('?');
  return at < 0 ? '' : address.slice(at + 1).replace(/#.*$/s, '');
}

function joined(parts: readonly string[]): string {
  return parts
    .map((part) => part.replaceAll(/^&+|&+$/g, ''))
    .filter((part) => part !== '')
    .join('&');
}

function collected(pairs: readonly (readonly [string, string])[]): Record<string, string | string[]> {
  const names = [...new Set(pairs.map(([name]) => name))];
  return Object.fromEntries(
    names.map((name) => {
      const values = pairs.filter(([other]) => other === name).map(([, value]) => value);
      return [name, values.length === 1 ? values[0]! : values];
    }),
  );
}
