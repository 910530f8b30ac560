import { all, is, not } from '../../conditions.js';
import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Flag, References } from '../../kinds.js';
import { oidcCore, ours } from '../../specs.js';

const mayAskForConsent = all(hasUsers, not(is('bypass_consent', true)));

@Group({
  name: 'consent',
  title: 'Consent',
  intro: 'Whether users are asked before this application gets access.',
  spec: oidcCore('3.1.2.4'),
})
export class ConsentFields {
  /** While `bypass_consent` is absent: true assumes consent, unless the request says prompt=consent or has details. */
  @Flag({
    label: 'First-party application',
    help: 'Your own application: users are asked for consent only where the request asks for it, or says details.',
    spec: ours('clients'),
    default: true,
    visibleWhen: hasUsers,
  })
  first_party: boolean;

  /** True: never asked, whatever the request says. False: asked each time. Absent: as `first_party` says. */
  @Flag({
    label: 'Skip consent',
    help: 'On: never ask. Off: ask each time, also for what was allowed before. Not set: as the first-party switch says.',
    spec: ours('sign-in'),
    visibleWhen: hasUsers,
    example: false,
  })
  bypass_consent?: boolean;

  /** The consent page lets users untick scopes other than openid; tokens carry what is left. */
  @Flag({
    label: 'Let users untick scopes',
    help: 'Users choose on the consent page which scopes they allow; openid is always part of it.',
    spec: ours('sign-in'),
    default: false,
    visibleWhen: mayAskForConsent,
  })
  consent_allow_deselection: boolean;

  /** Only the consentors ask; the page about scopes is left out. */
  @Flag({
    label: 'Consentors only',
    help: 'Ask with the consentors alone, without the page about scopes.',
    spec: ours('sign-in'),
    default: false,
    visibleWhen: mayAskForConsent,
  })
  consentors_only: boolean;

  /** Records of `consentors`, in the order in which they ask; empty: every one of the server. Each is asked for once. */
  @References({
    label: 'Consentors',
    help: 'Terms that users agree to, in this order. Empty: all consentors of the server.',
    spec: ours('sign-in'),
    resource: 'consentors',
    maxItems: 20,
    default: [],
    visibleWhen: mayAskForConsent,
    example: ['terms-of-use'],
  })
  consentors: string[];
}
