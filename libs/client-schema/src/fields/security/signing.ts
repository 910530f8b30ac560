import { any, is, isPresent } from '../../conditions.js';
import { encryptionFields } from '../../encryption.js';
import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Choice, Reference } from '../../kinds.js';
import { oidcCore, oidcRegistration, ours } from '../../specs.js';
import {
  type ResponseSigningAlg,
  responseSigningAlgs,
  symmetricKeyManagementAlgs,
  symmetricSigningAlgs,
} from '../../vocabulary.js';

@Group({
  name: 'signing',
  title: 'Signing',
  intro: 'How the tokens made for this client are signed.',
  spec: oidcRegistration('2'),
})
export class SigningFields {
  /**
   * The algorithm of this client's ID tokens. The server must have an active key of its class; HS256, HS384 and HS512
   * take the client's secret instead, and `none` takes the server's leave.
   */
  @Choice({
    label: 'ID token signing algorithm',
    help: 'Algorithm that signs ID tokens. Libraries expect RS256 unless told otherwise; HS… signs with the client secret.',
    spec: oidcRegistration('2'),
    values: responseSigningAlgs,
    default: 'RS256',
    visibleWhen: hasUsers,
  })
  id_token_signed_response_alg: ResponseSigningAlg;

  /** The algorithm that signs userinfo answers; absent: they are plain JSON. */
  @Choice({
    label: 'Userinfo signing algorithm',
    help: 'Sign userinfo answers with this algorithm, as a JWT. Empty sends plain JSON, which most applications expect.',
    spec: oidcCore('5.3.2'),
    values: responseSigningAlgs,
    visibleWhen: hasUsers,
    example: 'ES256',
  })
  userinfo_signed_response_alg?: ResponseSigningAlg;

  /** A record of `token_issuers`: with which keys and claims, and for how long, signed userinfo answers are made. */
  @Reference({
    label: 'Userinfo issuer',
    help: 'Says with which keys and claims, and for how long, signed userinfo answers are made. Empty: as ID tokens.',
    spec: ours('keys'),
    resource: 'token_issuers',
    visibleWhen: isPresent('userinfo_signed_response_alg'),
    example: 'partners',
  })
  userinfo_token_issuer_id?: string;
}

/** Whether something for this client is signed or encrypted with its secret. */
export const isMadeWithSecret = any(
  ...encryptionFields.flatMap((name) => symmetricKeyManagementAlgs.map((alg) => is(name, alg))),
  ...symmetricSigningAlgs.flatMap((alg) => [
    is('id_token_signed_response_alg', alg),
    is('userinfo_signed_response_alg', alg),
    is('authorization_signed_response_alg', alg),
    is('introspection_signed_response_alg', alg),
  ]),
);
