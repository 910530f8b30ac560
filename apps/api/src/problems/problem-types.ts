/** A class of problem: a stable address for programs and a title for people, RFC 9457 §3.1. */
export interface ProblemType {
  readonly type: string;
  readonly title: string;
  readonly status: number;
}

const problem = (name: string, status: number, title: string): ProblemType => ({
  type: `https://clientele.dev/problems/${name}`,
  title,
  status,
});

/** Every problem that the admin API can answer with. */
export const problems = {
  malformedRequest: problem('malformed-request', 400, 'The request cannot be read'),
  unknownMember: problem('unknown-member', 400, 'The document has members that are not known here'),
  invalidParameter: problem('invalid-parameter', 400, 'A query parameter or header has a value it cannot have'),
  unauthorized: problem('unauthorized', 401, 'An access token of an administrator is needed'),
  insufficientScope: problem('insufficient-scope', 403, 'The access token does not permit this'),
  escalation: problem('escalation', 403, 'Nobody may give away more than they could obtain'),
  notOwner: problem('not-owner', 403, 'The client belongs to somebody else'),
  foreignOrigin: problem('foreign-origin', 403, 'Pages of other origins may not use this API'),
  notFound: problem('not-found', 404, 'There is nothing at this address'),
  methodNotAllowed: problem('method-not-allowed', 405, 'The resource does not have this method'),
  notAcceptable: problem('not-acceptable', 406, 'There is no such representation'),
  timeout: problem('timeout', 408, 'The request took too long to arrive'),
  alreadyExists: problem('already-exists', 409, 'There already is one of that name'),
  inUse: problem('in-use', 409, 'Something else depends on it'),
  systemObject: problem('system-object', 409, 'The server itself depends on it'),
  conflict: problem('conflict', 409, 'The request does not fit the present state'),
  stale: problem('stale', 412, 'The resource has changed since it was read'),
  tooLarge: problem('too-large', 413, 'The request body is too large'),
  uriTooLong: problem('uri-too-long', 414, 'The address is too long'),
  unsupportedMediaType: problem('unsupported-media-type', 415, 'The request body has another media type than expected'),
  invalidDocument: problem('invalid-document', 422, 'The document breaks one or more rules'),
  idempotencyKeyReused: problem('idempotency-key-reused', 422, 'The idempotency key was used for another request'),
  tooManyRequests: problem('too-many-requests', 429, 'There were too many requests'),
  headersTooLarge: problem('headers-too-large', 431, 'The request headers are too large'),
  internal: problem('internal', 500, 'The server failed'),
  unavailable: problem('unavailable', 503, 'The server cannot do this at the moment'),
} as const satisfies Record<string, ProblemType>;
