import { createHash } from 'node:crypto';
import { type RequestObjectHandling, oidcCore, rfc } from '@clientele/client-schema';
import { isRegisteredRequestUri, withoutFragment } from '@clientele/client-schema/request-uri';
import { type Context } from '../context.js';
import { type ParsedParameters, type Parameters } from '../http.js';
import { FetchFailed } from '../ports/fetcher.js';
import { type RegisteredClient } from '../registered-client.js';
import { type ProtocolRule, rulesOf } from '../steps.js';
import { sourceOf } from '../throttle.js';
import { maxTokenLength } from '../tokens/jwt.js';
import { checkWasPushed, findPushed, isPushedUri } from './pushed-request.js';
import { readRequestObject } from './request-object.js';
import { parameterIsNotRepeated } from './target.js';

/** Characters of an address; RFC 9101 §5.2.1 advises a quarter of that. */
const maxAddress = 2048;
/** Fetches per window that one source can cause. */
const mostFetches = 300;

const invalidRequest = rulesOf('invalid_request');
const invalidRequestUri = rulesOf('invalid_request_uri');

const requestIsGivenOnce = invalidRequest(
  'request-is-given-once',
  rfc(9101, '5'),
  'request and request_uri must not come together',
  'The request has both a request object and the address of one.',
);
const requestObjectIsSent = invalidRequest(
  'request-object-is-sent',
  rfc(9101, '10.5'),
  'the request must be a signed request object',
  'The client must sign its authorization requests, and this one is not signed.',
);
const parametersMatch = invalidRequest(
  'parameters-match-the-request-object',
  oidcCore('6.3.3'),
  'a parameter is not in the request object, or says something else there',
  'The server’s request_object_parameter_handling is must_match, and a parameter beside the request object differs from it.',
);
const requestIsSupported: ProtocolRule = {
  id: 'request-is-not-sent',
  spec: oidcCore('3.1.2.6'),
  error: 'request_not_supported',
  description: 'this server verifies no request objects of wallets',
  sentence: 'The client names itself by a DID, and request objects are verified with registered keys alone.',
};
const requestUriIsSupported: ProtocolRule = {
  id: 'request-uri-is-not-sent',
  spec: oidcCore('3.1.2.6'),
  error: 'request_uri_not_supported',
  description: 'the client may not send its request by reference',
  sentence: 'The request has a request_uri, but the client’s allow_request_uri_parameter is off.',
};
const requestUriIsRegistered = invalidRequestUri(
  'request-uri-is-registered',
  rfc(9101, '5.2'),
  'request_uri is not registered for this client',
  'The request_uri is not among the client’s request_uris, or is no https address.',
);
const requestObjectIsFetched = invalidRequestUri(
  'request-object-is-fetched',
  rfc(9101, '5.2.3'),
  'no request object could be fetched from request_uri',
  'No request object could be fetched from the request_uri.',
);
const contentIsTheHashed = invalidRequestUri(
  'request-object-has-the-hash',
  oidcCore('6.2'),
  'what is at request_uri is not what it says',
  'The fragment of the request_uri is the hash of another request object than was found there.',
);

/** What a request asks for, wherever it says that. */
export interface Asked extends ParsedParameters {
  /** Names the pushed request that it is; undefined: it came by the browser alone. */
  readonly pushed: string | undefined;
}

/**
 * What is asked at the authorization endpoint. Of a request that was pushed all of that, and nothing that the browser says
 * beside it (RFC 9126 §4); of a request object what it says, and of the rest what the server’s settings leave.
 * @throws OAuthError
 */
export async function askedByBrowser(
  sent: ParsedParameters,
  client: RegisteredClient,
  context: Context,
): Promise<Asked> {
  const { steps, registry } = context;
  const request_uri = sent.values.get('request_uri');
  const isPushed = request_uri !== undefined && isPushedUri(request_uri);
  // Nothing is fetched for a request that is refused anyway.
  checkWasPushed(isPushed, client, (await registry.server()).settings, context);
  if (!isPushed) return { ...(await withoutObject(sent, client, context)).asked, pushed: undefined };
  steps.hold(parameterIsNotRepeated, !sent.repeated.has('request_uri'), { sent: 'request_uri' });
  const { parameters: values, key, signed } = await findPushed(request_uri, client, context);
  steps.hold(requestObjectIsSent, signed || !client.require_signed_request_object);
  return { values, repeated: new Set(), count: values.size, pushed: key };
}

/**
 * What is asked by a request with its request object unpacked, and whether that was signed.
 * @throws OAuthError
 */
export async function withoutObject(
  sent: ParsedParameters,
  client: RegisteredClient,
  context: Context,
): Promise<{ asked: ParsedParameters; signed: boolean }> {
  const { steps, registry } = context;
  const { values, repeated } = sent;
  const request = values.get('request');
  const request_uri = values.get('request_uri');
  if (request === undefined && request_uri === undefined) {
    steps.hold(requestObjectIsSent, !client.require_signed_request_object);
    return { asked: sent, signed: false };
  }
  const twice = ['request', 'request_uri'].find((name) => repeated.has(name));
  steps.hold(parameterIsNotRepeated, twice === undefined, { sent: twice ?? null });
  steps.hold(requestIsGivenOnce, request === undefined || request_uri === undefined);
  steps.hold(requestIsSupported, client.did === undefined);
  const { parameters, signed } =
    request === undefined
      ? await objectAt(request_uri!, client, context)
      : await readRequestObject(request, client.allow_unsigned_request_object, client, context);
  const { request_object_parameter_handling } = (await registry.server()).settings;
  // RFC 9101 §6.3: a client that must sign is not to be heard otherwise.
  const handling = client.require_signed_request_object ? 'claims_only' : request_object_parameter_handling;
  return { asked: combined(sent, parameters, handling, context), signed };
}

/** What belongs to the request itself and not to what it asks for. */
const outside = ['request', 'request_uri', 'client_id', 'client_secret', 'client_assertion', 'client_assertion_type'];

/** OpenID Connect Core §6.3.3 and RFC 9101 §6.3. */
function combined(
  { values, repeated, count }: ParsedParameters,
  inside: Parameters,
  handling: RequestObjectHandling,
  { steps }: Context,
): ParsedParameters {
  if (handling === 'must_match') {
    const different = [...values].find(([name, value]) => !outside.includes(name) && inside.get(name) !== value);
    steps.hold(parametersMatch, different === undefined, { sent: different?.[0] ?? null });
  }
  if (handling === 'claims_only') return { values: inside, repeated: new Set(), count: inside.size };
  const beside = [...values].filter(([name]) => name !== 'request' && name !== 'request_uri');
  return { values: new Map([...beside, ...inside]), repeated, count };
}

/** Fetches the request object, once for this request: what is there later is not looked at. */
async function objectAt(request_uri: string, client: RegisteredClient, context: Context) {
  const { steps, registry } = context;
  steps.hold(requestUriIsSupported, client.allow_request_uri_parameter, {
    suggestion: { set: { allow_request_uri_parameter: true } },
  });
  const { require_request_uri_registration } = (await registry.server()).settings;
  const registered = require_request_uri_registration || client.request_uris.length > 0 ? client.request_uris : ['*'];
  const isAddress = request_uri.length <= maxAddress && URL.parse(request_uri)?.protocol === 'https:';
  steps.hold(requestUriIsRegistered, isAddress && isRegisteredRequestUri(registered, request_uri), () => ({
    sent: request_uri.slice(0, maxAddress),
    registered,
    compare: 'text',
  }));
  const object = await fetchObject(request_uri, client, context);
  const hash = new URL(request_uri).hash.slice(1);
  // RFC 4648 §5 of 256 bits; any other fragment says nothing of the content.
  const isPinned = /^[A-Za-z0-9_-]{43}$/.test(hash);
  steps.hold(contentIsTheHashed, !isPinned || createHash('sha256').update(object).digest('base64url') === hash);
  return readRequestObject(object, client.allow_unsigned_request_object_by_reference, client, context);
}

async function fetchObject(request_uri: string, client: RegisteredClient, context: Context): Promise<string> {
  const { steps, fetcher, throttle, request } = context;
  // Nobody is to make this server send requests to others without end.
  await throttle.count([{ key: `request_uri ${sourceOf(request.peer.address)}`, failures: mostFetches }]);
  const limits = client.request_uri_limits;
  try {
    const { status, body } = await fetcher.send(withoutFragment(request_uri), {
      method: 'GET',
      headers: { accept: 'application/oauth-authz-req+jwt, application/jwt' },
      ...limits,
      maxBytes: Math.min(limits.maxBytes ?? maxTokenLength, maxTokenLength),
    });
    steps.hold(requestObjectIsFetched, status === 200, {
      sentence: `The request object could not be fetched: the host answered with status ${status}.`,
    });
    return body.trim();
  } catch (cause) {
    if (!(cause instanceof FetchFailed)) throw cause;
    const sentence = `The request object could not be fetched: ${cause.message}.`;
    return steps.refuse(requestObjectIsFetched, { sentence }, { cause });
  }
}
