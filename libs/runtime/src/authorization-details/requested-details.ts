import { isDeepStrictEqual } from 'node:util';
import { rfc } from '@clientele/client-schema';
import { type Parameters } from '../http.js';
import { type ServerState } from '../ports/settings-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { type Steps, rulesOf } from '../steps.js';
import { type AuthorizationDetail, parseDetails } from './authorization-detail.js';
import { detailFault } from './detail-schemas.js';

type Details = readonly AuthorizationDetail[];

const invalidDetails = rulesOf('invalid_authorization_details');

const detailsAreAllowed = invalidDetails(
  'authorization-details-are-allowed',
  rfc(9396, '5'),
  'the client may not use authorization_details',
  'The request has authorization_details, but allow_authorization_details of the client is off.',
);
const detailsAreWellFormed = invalidDetails(
  'authorization-details-are-well-formed',
  rfc(9396, '2'),
  'authorization_details must be a JSON array of objects with a type, and of moderate size',
  'The authorization_details are no JSON array of objects with a type, are very large or deep, or have values that no person can read.',
);
const detailTypeIsAllowed = invalidDetails(
  'authorization-detail-type-is-allowed',
  rfc(9396, '5'),
  'an authorization detail is of a type that is not available to this client',
  'The type of an authorization detail is not among the client’s authorization_details_types, or is switched off.',
);
const detailsAreValid = invalidDetails(
  'authorization-details-are-valid',
  rfc(9396, '5'),
  'an authorization detail is not as its type demands',
  'An authorization detail breaks the schema of its type.',
);
const detailsWereGranted = invalidDetails(
  'authorization-details-were-granted',
  rfc(9396, '6.1'),
  'an authorization detail was not granted before',
  'A token request may ask for less than what was granted, but for nothing else.',
);

/** What a request asks for in detail; none where it says nothing. @throws OAuthError invalid_authorization_details */
export function requestedDetails(
  params: Parameters,
  client: RegisteredClient,
  server: ServerState,
  steps: Steps,
): Details {
  const sent = params.get('authorization_details');
  if (sent === undefined) return [];
  steps.hold(detailsAreAllowed, client.allow_authorization_details);
  const details = steps.need(detailsAreWellFormed, parseDetails(sent), { sent: `${sent.length} characters` });
  const refused = details.filter((detail) => typeOf(detail, client, server) === undefined);
  steps.hold(detailTypeIsAllowed, refused.length === 0, () => ({
    sent: refused
      .map(({ type }) => type)
      .join(' ')
      .slice(0, 200),
    registered: client.authorization_details_types,
  }));
  for (const [index, detail] of details.entries()) {
    const fault = detailFault(detail, typeOf(detail, client, server)!);
    // What is wrong, and not the value: it may be somebody's account.
    steps.hold(detailsAreValid, fault === undefined, { sent: `${detail.type} at /${index}${fault ?? ''}` });
  }
  return details;
}

/**
 * What a token of a grant is good for in detail: what the grant has and the client may still have, or less.
 * @throws OAuthError invalid_authorization_details
 */
export function narrowDetails(
  params: Parameters,
  granted: Details,
  client: RegisteredClient,
  server: ServerState,
  steps: Steps,
): Details {
  if (!params.has('authorization_details')) return permittedDetails(granted, client, server);
  const asked = requestedDetails(params, client, server, steps);
  const wider = asked.filter((detail) => !granted.some((held) => isWithin(detail, held)));
  steps.hold(detailsWereGranted, wider.length === 0, () => ({
    sent: wider.map(({ type }) => type).join(' '),
    registered: granted.map(({ type }) => type),
  }));
  return asked;
}

/** Of details that were asked for or granted, those that the client may have now. */
export function permittedDetails(details: Details, client: RegisteredClient, server: ServerState): Details {
  return details.filter((detail) => typeOf(detail, client, server) !== undefined);
}

/** The type of a detail, if it is one that the client may use. */
function typeOf(
  { type }: AuthorizationDetail,
  { allow_authorization_details, authorization_details_types }: RegisteredClient,
  { authorization_detail_types }: ServerState,
) {
  if (!allow_authorization_details || !authorization_details_types.includes(type)) return undefined;
  return authorization_detail_types.find((known) => known.type === type && known.active);
}

/** Members that list what may be done and with what, RFC 9396 §2.2: with fewer entries they mean less. */
const lists: ReadonlySet<string> = new Set(['locations', 'actions', 'datatypes', 'privileges']);

/** Whether a detail asks for what another one grants, or for less. What a member means only its type knows. */
function isWithin(asked: AuthorizationDetail, granted: AuthorizationDetail): boolean {
  const names = new Set([...Object.keys(asked), ...Object.keys(granted)]);
  return [...names].every((name) => {
    if (!Object.hasOwn(asked, name) || !Object.hasOwn(granted, name)) return false;
    const [less, more] = [asked[name], granted[name]];
    if (isDeepStrictEqual(less, more)) return true;
    return (
      lists.has(name) &&
      Array.isArray(less) &&
      Array.isArray(more) &&
      less.length > 0 &&
      less.every((entry) => typeof entry === 'string' && more.includes(entry))
    );
  });
}
