import { type Spec, rfc } from '@clientele/client-schema';
import { type Parameters } from '../http.js';
import { type Steps } from '../steps.js';

/** A parameter that the grant cannot do without; an empty one counts as missing (RFC 6749 §3.2). */
export function required(params: Parameters, name: string, steps: Steps, spec: Spec = rfc(6749, '5.2')): string {
  return steps.need(
    {
      id: 'parameter-is-present',
      spec,
      error: 'invalid_request',
      description: `${name} is missing`,
      sentence: `The request lacks the parameter ${name}.`,
    },
    params.get(name) || undefined,
    { sent: null, registered: name },
  );
}
