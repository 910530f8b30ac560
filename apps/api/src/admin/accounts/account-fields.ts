import { Group } from '@clientele/client-schema/field';
import { Choices, Flag, Secret, Text } from '@clientele/client-schema/kinds';
import { oidcCore, ours } from '@clientele/client-schema';
import { type AccountRole, accountRoles } from '../authorization/admin-scopes.js';

/** The members of an account, save for its claims, which have any shape. */
@Group({
  name: 'account',
  title: 'Account',
  intro: 'Somebody who can sign in.',
  spec: oidcCore('2'),
})
export class AccountFields {
  /** What the user types to sign in; unique whatever the case. */
  @Text({
    label: 'User name',
    help: 'What the user types to sign in.',
    spec: ours('accounts'),
    required: true,
    min: 1,
    max: 255,
    pattern: /^[^\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u,
    patternHelp: 'not begin or end with a space and have no control characters',
    example: 'alice',
  })
  username: string;

  /** False: signing in is refused. */
  @Flag({
    label: 'Enabled',
    help: 'Switch off to refuse signing in without deleting the account.',
    spec: ours('accounts'),
    default: true,
  })
  enabled: boolean;

  /** What the user may do in the console: the scopes that the console can get. Empty: nothing. */
  @Choices({
    label: 'Roles',
    help: 'Viewers see everything, editors change clients, administrators do everything.',
    spec: ours('accounts'),
    values: Object.keys(accountRoles),
    default: [],
    example: ['viewer'],
  })
  roles: AccountRole[];

  /** Taken, never shown again. Absent at creation: one is generated and shown once. */
  @Secret({
    label: 'Password',
    help: 'At least 12 characters, and nothing that is easily guessed. Leave empty for a new account to have one generated.',
    spec: ours('accounts'),
    access: 'write_only',
    min: 12,
    max: 512,
  })
  password?: string;
}
