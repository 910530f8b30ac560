import { rfc } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type ParsedParameters } from '../http.js';
import { rulesOf } from '../steps.js';

const keyIsProved = rulesOf('invalid_dpop_proof')(
  'dpop-jkt-is-of-the-proof',
  rfc(9449, '10.1'),
  'dpop_jkt is not of the key of the DPoP proof',
  'The request names another key in dpop_jkt than the one of the DPoP proof that came with it.',
);

/** A request with the key of the proof that came with it, which stands for a dpop_jkt, RFC 9449 §10.1. @throws OAuthError */
export function boundTo(jkt: string, asked: ParsedParameters, { steps }: Context): ParsedParameters {
  const named = asked.values.get('dpop_jkt') ?? jkt;
  steps.hold(keyIsProved, named === jkt, { sent: named, registered: jkt });
  return { ...asked, values: new Map(asked.values).set('dpop_jkt', jkt) };
}
