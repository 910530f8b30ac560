import { Group } from '../../field.js';
import { ScopeNames } from '../../kinds.js';
import { rfc } from '../../specs.js';

@Group({
  name: 'scopes',
  title: 'Scopes',
  intro: 'What this client may ask for.',
  spec: rfc(6749, '3.3'),
})
export class ScopeFields {
  /** The scopes this client may ask for, separated by spaces; absent: every common scope. */
  @ScopeNames({
    label: 'Scopes',
    help: 'Scopes this client may ask for. Empty: every common scope of the server, and no exclusive one.',
    spec: rfc(7591, '2'),
    example: 'openid profile email',
  })
  scope?: string;
}
