import { rfc } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type Parameters, type ParsedParameters, type ProtocolRequest, header, parseParameters } from '../http.js';
import { type ProtocolRule } from '../steps.js';

/** More parameters than any request has. */
const maxParameters = 100;

const bodyIsForm: ProtocolRule = {
  id: 'body-is-a-form',
  spec: rfc(6749, '3.2'),
  error: 'invalid_request',
  description: 'the body must be application/x-www-form-urlencoded',
  sentence: 'The request body is not application/x-www-form-urlencoded.',
};

const parametersAreFew: ProtocolRule = {
  ...bodyIsForm,
  id: 'parameters-are-few',
  description: `a request has at most ${maxParameters} parameters`,
  sentence: `The request has more than ${maxParameters} parameters.`,
};

const parameterIsNotRepeated: ProtocolRule = {
  ...bodyIsForm,
  id: 'parameter-is-not-repeated',
  description: 'a parameter must not be repeated',
  sentence: 'The request names a parameter more than once.',
};

/** The form of a POST whose every parameter comes once, RFC 6749 §3.2: what the query says is not looked at. */
export function readForm(context: Context): Parameters {
  const { values, repeated } = parseForm(context);
  context.steps.client_id = values.get('client_id') ?? null;
  context.steps.hold(parameterIsNotRepeated, repeated.size === 0, () => ({ sent: [...repeated].join(' ') }));
  return values;
}

/** The form of a POST, with the names that came more than once. */
export function parseForm({ request, steps }: Context): ParsedParameters {
  steps.hold(bodyIsForm, hasForm(request), () => ({ sent: mediaType(request) || 'no Content-Type' }));
  const parsed = parseParameters(request.body);
  steps.hold(parametersAreFew, parsed.count <= maxParameters);
  return parsed;
}

/** The query of a GET, with the names that came more than once. */
export function parseQuery({ request, steps }: Context): ParsedParameters {
  const parsed = parseParameters(request.query);
  steps.hold(parametersAreFew, parsed.count <= maxParameters);
  return parsed;
}

/** Whether the body says that it is a form. */
export function hasForm(request: ProtocolRequest): boolean {
  const form = 'application/x-www-form-urlencoded';
  return request.headers['content-type'] === form || mediaType(request) === form;
}

function mediaType(request: ProtocolRequest): string {
  return (header(request, 'content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
}
