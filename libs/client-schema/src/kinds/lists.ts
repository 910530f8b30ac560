import { ArrayMaxSize, IsArray, ValidateBy, isString } from 'class-validator';
import { isEmailAddress } from '../email-address.js';
import { type Control, type JsonSchema, type Reference } from '../field.js';
import { comparableHost, hostNameFault } from '../host-name.js';
import { kind } from '../kind.js';
import { networkFault } from '../network.js';
import { originFault } from '../origin.js';
import { redirectUriFault } from '../redirect-uri.js';
import { requestUriFault } from '../request-uri.js';
import { isResourceUri } from '../resource-uri.js';
import { sentToUrlFault } from '../web-url.js';
import { oneLine } from './text.js';

/** A list without repetitions. class-validator's own check takes quadratic time, on lists that a stranger sends. */
export function UniqueEntries(message: string): PropertyDecorator {
  return ValidateBy({
    name: 'arrayUnique',
    validator: {
      validate: (value) => !Array.isArray(value) || new Set(value).size === value.length,
      defaultMessage: () => message,
    },
  });
}

interface ListLimits {
  maxItems: number;
}

/** Declares a list of texts that each pass one check, whose faults break `rule`. */
function listOf<O = object>(
  name: string,
  knows: {
    control: Control;
    rule: string;
    fault(value: unknown, options: O): string | undefined;
    items(options: O): JsonSchema;
    refersTo?(options: O): Reference;
  },
) {
  return kind<string[], ListLimits & O>(name, {
    control: knows.control,
    checks: ({ maxItems }) => [
      IsArray({ message: 'must be a list' }),
      ArrayMaxSize(maxItems, { message: `must have at most ${maxItems} entries` }),
      UniqueEntries('must not have the same entry twice'),
    ],
    element: (options) => (element) => {
      const detail = knows.fault(element, options);
      return detail === undefined ? undefined : { rule: knows.rule, detail };
    },
    ...(knows.refersTo && { refersTo: knows.refersTo }),
    schema: (options) => ({
      type: 'array',
      items: knows.items(options),
      maxItems: options.maxItems,
      uniqueItems: true,
    }),
  });
}

/** A list of short words, such as labels. */
export const Words = listOf<{ maxLength: number }>('words', {
  control: 'list',
  rule: 'word-length',
  fault: (word, { maxLength }) =>
    isString(word) && word.length > 0 && word.length <= maxLength && oneLine.test(word)
      ? undefined
      : `must be a string of 1 to ${maxLength} characters without control characters`,
  items: ({ maxLength }) => ({ type: 'string', minLength: 1, maxLength }),
});

/** The addresses of APIs, RFC 8707 §2. */
export const ResourceUris = listOf('resource-uris', {
  control: 'uri-list',
  rule: 'resource-uri',
  fault: (uri) => (isResourceUri(uri) ? undefined : 'must be an absolute URI or a URN without a fragment'),
  items: () => ({ type: 'string', format: 'uri', maxLength: 2048 }),
});

/** Addresses to which browsers are sent by themselves: https, or http for loopback. */
export const SentToUrls = listOf('sent-to-urls', {
  control: 'uri-list',
  rule: 'sent-to-url',
  fault: sentToUrlFault,
  items: () => ({ type: 'string', format: 'uri', maxLength: 2048 }),
});

/** The ids of records of another resource, or of either of two; or of clients. */
export const References = listOf<{ resource: string; orResource?: string }>('references', {
  control: 'list',
  rule: 'record-id',
  fault: (id) =>
    isString(id) && id.length > 0 && id.length <= 255 && oneLine.test(id) ? undefined : 'must be the id of a record',
  items: () => ({ type: 'string', minLength: 1, maxLength: 255 }),
  refersTo: ({ resource, orResource }) => ({
    resources: orResource === undefined ? [resource] : [resource, orResource],
    idsIn: (value) => (Array.isArray(value) ? value.map(String) : []),
  }),
});

/** Networks of IPv4 and IPv6 addresses, RFC 4632 §3.1. */
export const Networks = listOf('networks', {
  control: 'list',
  rule: 'network',
  fault: networkFault,
  items: () => ({ type: 'string', maxLength: 49 }),
});

/** The names of hosts. */
export const HostNames = listOf('host-names', {
  control: 'list',
  rule: 'host-name',
  fault: hostNameFault,
  items: () => ({ type: 'string', minLength: 1, maxLength: 255 }),
});

/** The names of hosts as addresses spell them; `*.example.com` stands for every host below it. */
export const HostPatterns = listOf('host-patterns', {
  control: 'list',
  rule: 'host-pattern',
  fault: (pattern) => {
    const name = isString(pattern) ? pattern.replace(/^\*\./, '') : undefined;
    return hostNameFault(name) === undefined && comparableHost(name!) === name
      ? undefined
      : 'must be a host name as addresses spell it, such as app.example.com, or *.example.com for all below one';
  },
  items: () => ({ type: 'string', minLength: 1, maxLength: 255 }),
});

/** Hosts of https URLs as these spell them: with the port where it is not 443. */
export const UrlHosts = listOf('url-hosts', {
  control: 'list',
  rule: 'url-host',
  fault: (host) =>
    isString(host) && /^[a-z0-9.-]{1,249}(?::\d{1,5})?$/.test(host) && URL.parse(`https://${host}/`)?.host === host
      ? undefined
      : 'must be a host as addresses spell it, such as app.example.com, with a port only where it is not 443',
  items: () => ({ type: 'string', minLength: 1, maxLength: 255 }),
});

/** A list of e-mail addresses, RFC 5321 §4.1.2 without quoted local parts. */
export const EmailAddresses = listOf('email-addresses', {
  control: 'list',
  rule: 'email-address',
  fault: (value) => (isEmailAddress(value) ? undefined : 'must be an e-mail address'),
  items: () => ({ type: 'string', format: 'email', maxLength: 254 }),
});

/** Addresses the browser may be sent back to; each obeys the syntax that the matcher relies on. */
export const RedirectUris = listOf('redirect-uris', {
  control: 'uri-list',
  rule: 'redirect-uri',
  fault: redirectUriFault,
  items: () => ({ type: 'string', format: 'uri', maxLength: 2048 }),
});

/** Addresses from which request objects are fetched, OpenID Connect Registration §2. */
export const RequestUris = listOf('request-uris', {
  control: 'uri-list',
  rule: 'request-uri',
  fault: requestUriFault,
  items: () => ({ type: 'string', maxLength: 2048 }),
});

/** Web origins, RFC 6454 §6.2: scheme, host and port. */
export const Origins = listOf('origins', {
  control: 'uri-list',
  rule: 'origin',
  fault: originFault,
  items: () => ({ type: 'string', maxLength: 255 }),
});
