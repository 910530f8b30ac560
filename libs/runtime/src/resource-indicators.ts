import { isResourceUri, rfc } from '@clientele/client-schema';
import { type Parameters } from './http.js';
import { type RegisteredClient } from './registered-client.js';
import { type Steps, rulesOf } from './steps.js';

/** More APIs than one token is for. */
const maxResources = 20;

const invalidTarget = rulesOf('invalid_target');

const resourceIsWellFormed = invalidTarget(
  'resource-is-well-formed',
  rfc(8707, '2'),
  `resource must be an absolute URI without a fragment, ${maxResources} times at most`,
  'A resource parameter is not an absolute URI without a fragment, or there are too many of them.',
);
const resourceIsNamed = invalidTarget(
  'resource-is-named',
  rfc(8707, '2'),
  'the request must name the resource that the token is for',
  'The client has a list of APIs, and the request does not say which of them the token is for.',
);
const resourceIsAuthorized = invalidTarget(
  'resource-is-authorized',
  rfc(8707, '2'),
  'a requested resource is not available to this client',
  'A resource of the request is not among the client’s authorized_resources.',
);
const resourceWasGranted = invalidTarget(
  'resource-was-granted',
  rfc(8707, '2.2'),
  'a requested resource was not granted before',
  'A token request may name fewer APIs than the authorization request, but no other.',
);
const audienceIsListed = invalidTarget(
  'audience-is-listed',
  rfc(9068, '3'),
  'the requested audience is not available to this client',
  'The audience parameter of the request is not among the client’s audience.',
);

/** The APIs that a new grant is for, as the request names them. @throws OAuthError invalid_target */
export function requestedResources(params: Parameters, client: RegisteredClient, steps: Steps): readonly string[] {
  const names = readResources(params, steps);
  const { authorized_resources: authorized } = client;
  steps.hold(resourceIsNamed, names.length > 0 || authorized.length === 0, { registered: authorized });
  const refused = authorized.length === 0 ? [] : names.filter((name) => !authorized.includes(name));
  steps.hold(resourceIsAuthorized, refused.length === 0, {
    sent: refused.join(' '),
    registered: authorized,
    compare: 'text',
    suggestion: { add: { authorized_resources: refused } },
  });
  return names;
}

/**
 * The APIs that a token of a grant is for: those of the grant that the client may still have, or fewer. RFC 8707 §2.2.
 * @throws OAuthError invalid_target
 */
export function narrowResources(
  params: Parameters,
  granted: readonly string[],
  client: RegisteredClient,
  steps: Steps,
): readonly string[] {
  const { authorized_resources: authorized } = client;
  const names = readResources(params, steps);
  const wider = names.filter((name) => !granted.includes(name));
  steps.hold(resourceWasGranted, wider.length === 0, { sent: wider.join(' '), registered: granted });
  const left = (names.length > 0 ? names : granted).filter(
    (name) => authorized.length === 0 || authorized.includes(name),
  );
  steps.hold(resourceIsAuthorized, left.length > 0 || authorized.length === 0, {
    sent: granted.join(' '),
    registered: authorized,
  });
  return left;
}

/** The audience that a token request chooses, or the client's first; none for a client that lists none. */
export function requestedAudience(params: Parameters, client: RegisteredClient, steps: Steps): readonly string[] {
  const { audience, client_id } = client;
  const sent = params.get('audience');
  if (sent === undefined) return audience.slice(0, 1);
  const allowed = audience.length > 0 ? audience : [client_id];
  steps.hold(audienceIsListed, allowed.includes(sent), {
    sent,
    registered: allowed,
    suggestion: { add: { audience: [sent] } },
  });
  return [sent];
}

function readResources(params: Parameters, steps: Steps): readonly string[] {
  const sent = params.get('resource');
  if (sent === undefined) return [];
  const names = [...new Set(sent.split(' '))];
  steps.hold(resourceIsWellFormed, names.length <= maxResources && names.every(isResourceUri), {
    sent: sent.slice(0, 200),
  });
  return names;
}
