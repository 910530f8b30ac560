import { type Json, type JsonSchema } from '@clientele/client-schema';
import { AccountFields } from '../../admin/accounts/account-fields.js';
import { changed, created, done, found, onePage, resource } from '../resource.js';
import { declared, input, instant, object, page, ref, revised, string, without } from '../shapes.js';

const members: Record<string, JsonSchema> = {
  ...declared(AccountFields),
  claims: {
    type: 'object',
    description:
      'Claims about the user. Those of OpenID Connect Core §5.1 have the types that it gives them; others have any ' +
      'name and value, but those that the server sets.',
    additionalProperties: true,
    default: {},
    examples: [{ name: 'Alice Example', email: 'alice@example.com' }],
  },
};

const accountInput = { username: 'alice', claims: { name: 'Alice Example' }, roles: ['viewer'] };
const account: Record<string, Json> = {
  sub: '5b1d6c1e-7f0a-4d5b-9a53-2f6a8e0c9d11',
  username: 'alice',
  enabled: true,
  claims: { name: 'Alice Example' },
  roles: ['viewer'],
  system: false,
  revision: 1,
  created_at: '2026-01-15T09:30:00.000Z',
  updated_at: '2026-01-15T09:30:00.000Z',
  updated_by: 'clientele-automation',
};
const endings = 'Another password, or switching the account off, ends its sign-ins and everything granted at them.';
const asRead = { schema: 'Account', example: account } as const;

export const accounts = resource({
  name: 'Accounts',
  description: 'Who can sign in.',
  operations: {
    createAccount: {
      summary: 'Create an account',
      description: 'Creates somebody who can sign in. A password that is not given is generated and shown, this once.',
      parameters: ['dryRun', 'idempotencyKey'],
      body: { schema: 'AccountInput', example: accountInput },
      answers: created(
        'account',
        { schema: 'AccountWithPassword', example: { ...account, password: 'q3Vw9xKz1bTn5rPd7sLf2hGa' } },
        asRead,
      ),
      problems: ['alreadyExists', 'escalation', 'invalidDocument'],
    },
    listAccounts: {
      summary: 'List accounts',
      description: 'One page of accounts: of all, the one of a name, or those of some subject identifiers.',
      parameters: ['limit', 'after', 'username', 'subs'],
      answers: onePage('AccountPage', account),
    },
    getAccount: {
      summary: 'Read an account',
      description: 'One account, without its password.',
      parameters: ['ifNoneMatch'],
      answers: found('account', asRead),
    },
    replaceAccount: {
      summary: 'Replace an account',
      description: `Replaces everything but the password, which stays unless a new one is given. ${endings}`,
      parameters: ['ifMatch', 'dryRun'],
      body: { schema: 'AccountInput', example: accountInput },
      answers: changed('account', asRead),
      problems: ['alreadyExists', 'escalation', 'systemObject', 'stale', 'invalidDocument'],
    },
    patchAccount: {
      summary: 'Change an account',
      description: `Changes what the patch names. ${endings}`,
      parameters: ['ifMatch', 'dryRun'],
      body: { kind: 'patch', schema: 'AccountPatch', example: { claims: { email: 'alice@example.com' } } },
      answers: changed('account', asRead),
      problems: ['alreadyExists', 'conflict', 'escalation', 'systemObject', 'stale', 'invalidDocument'],
    },
    deleteAccount: {
      summary: 'Delete an account',
      description: 'Deletes an account for good, and revokes what it granted.',
      parameters: ['ifMatch'],
      answers: done('The account is deleted.'),
      problems: ['escalation', 'systemObject', 'stale'],
    },
  },
  schemas: {
    Account: object('Somebody who can sign in.', {
      sub: { ...string('Subject identifier; never reassigned.'), readOnly: true },
      ...without(members, 'password'),
      ...revised,
      created_at: instant('When it was created, in UTC.'),
    }),
    AccountWithPassword: {
      description: 'A new account, with its password if that was generated.',
      allOf: [
        ref('Account'),
        object('The password.', { password: string('The generated password, shown in this answer and never again.') }, [
          'password',
        ]),
      ],
    },
    AccountInput: input('An account, as it is written.', members, ['username']),
    AccountPatch: input('A change to an account, RFC 7396.', members),
    AccountPage: page('Account'),
  },
});
