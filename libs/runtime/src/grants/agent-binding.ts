import { ours } from '@clientele/client-schema';
import { isDeeperThan } from '@clientele/client-schema/json-depth';
import { type Parameters } from '../http.js';
import { type AgentBinding } from '../ports/grant-store.js';
import { type Steps, rulesOf } from '../steps.js';

/** The longest of each. Characters. */
const maxLength = 4096;
const maxDepth = 16;

const bindingIsJson = rulesOf('invalid_request')(
  'agent-binding-is-a-json-object',
  ours('agents'),
  `bind_data and bind_configuration must be JSON objects of at most ${maxLength} characters`,
  'The bind_data or the bind_configuration of the request is not a JSON object, or is too long or too deep.',
);

/** The parameters `bind_data` and `bind_configuration`. @throws OAuthError invalid_request */
export function readBinding(params: Parameters, steps: Steps): AgentBinding {
  const read = (name: keyof AgentBinding): AgentBinding => {
    const sent = params.get(name);
    if (sent === undefined) return {};
    return { [name]: steps.need(bindingIsJson, jsonObject(sent), { sent: `${name} of ${sent.length} characters` }) };
  };
  return { ...read('bind_data'), ...read('bind_configuration') };
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.length > maxLength) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && !isDeeperThan(maxDepth, value) ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
