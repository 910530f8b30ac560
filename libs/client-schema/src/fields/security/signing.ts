import { includes } from '../../conditions.js';
import { Group } from '../../field.js';
import { Choice } from '../../kinds.js';
import { oidcCore, oidcRegistration } from '../../specs.js';
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

  /** The algorithm that signs userinfo answers; absent: they are plain JSON. */
  @Choice({
    label: 'Userinfo signing algorithm',
    help: 'Sign userinfo answers with this algorithm, as a JWT. Empty sends plain JSON, which most applications expect.',
    spec: oidcCore('5.3.2'),
    values: asymmetricSigningAlgs,
    visibleWhen: includes('grant_types', 'authorization_code'),
    example: 'ES256',
  })
  userinfo_signed_response_alg?: AsymmetricSigningAlg;
}
