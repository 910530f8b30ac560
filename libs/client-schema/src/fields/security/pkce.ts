import { Group } from '../../field.js';
import { hasCodes } from '../../interactive.js';
import { Choices, Flag } from '../../kinds.js';
import { rfc } from '../../specs.js';
import { type CodeChallengeMethod, codeChallengeMethods } from '../../vocabulary.js';

@Group({
  name: 'pkce',
  title: 'Proof key (PKCE)',
  intro: 'Binds an authorization code to the application instance that asked for it.',
  spec: rfc(7636),
})
export class PkceFields {
  /** Authorization requests must carry a code challenge. One that is sent is always checked. */
  @Flag({
    label: 'Require PKCE',
    help: 'Refuse authorization requests without a code challenge. Public clients always need one.',
    spec: rfc(9700, '2.1.1'),
    default: false,
    visibleWhen: hasCodes,
  })
  require_pkce: boolean;

  /** Challenge methods accepted. */
  @Choices({
    label: 'Challenge methods',
    help: 'PKCE methods accepted. “plain” protects little and is for legacy applications.',
    spec: rfc(7636, '4.2'),
    values: codeChallengeMethods,
    min: 1,
    inherits: ['S256'],
    visibleWhen: hasCodes,
  })
  allowed_code_challenge_methods?: CodeChallengeMethod[] | null;
}
