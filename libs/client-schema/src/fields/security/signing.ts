import { includes } from '../../conditions.js';
import { Group } from '../../field.js';
import { Choice } from '../../kinds.js';
import { oidcRegistration } from '../../specs.js';
import { type AsymmetricSigningAlg, asymmetricSigningAlgs } from '../../vocabulary.js';

@Group({
  name: 'signing',
  title: 'Signing',
  intro: 'How the tokens made for this client are signed.',
  spec: oidcRegistration('2'),
})
export class SigningFields {
  /** The algorithm of this client's ID tokens; the server must have an active key of its class. */
  @Choice({
    label: 'ID token signing algorithm',
    help: 'Algorithm that signs ID tokens. OpenID Connect libraries expect RS256 unless they are told otherwise.',
    spec: oidcRegistration('2'),
    values: asymmetricSigningAlgs,
    default: 'RS256',
    visibleWhen: includes('grant_types', 'authorization_code'),
  })
  id_token_signed_response_alg: AsymmetricSigningAlg;
}
