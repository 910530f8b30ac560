import { Group } from '@clientele/client-schema/field';
import { Choice, Choices, LongText, Text, WebUrl, Words } from '@clientele/client-schema/kinds';
import { oidcCore, ours, rfc } from '@clientele/client-schema';
import { accountRoles } from '../authorization/admin-scopes.js';

@Group({
  name: 'scope',
  title: 'Scope',
  intro: 'A permission that clients can ask for.',
  spec: rfc(6749, '3.3'),
})
export class ScopeFields {
  /** The scope-token; case-sensitive. */
  @Text({
    label: 'Name',
    help: 'What applications write into their requests. Cannot be changed later.',
    spec: rfc(6749, '3.3'),
    required: true,
    access: 'create_only',
    min: 1,
    max: 255,
    pattern: /^[\x21\x23-\x5b\x5d-\x7e]+$/,
    patternHelp: 'consist of printable ASCII characters without space, quotation mark and backslash',
    example: 'invoices:read',
  })
  name: string;

  /** What the user reads on the consent page; null: the name. */
  @LongText({
    label: 'Description',
    help: 'What users read when they are asked for consent.',
    spec: ours('scopes'),
    min: 0,
    max: 1024,
    example: 'See your invoices',
  })
  description?: string | null;

  /** Whether every client that lists no scopes may ask for it, or only those that list it. */
  @Choice({
    label: 'Kind',
    help: 'Common scopes are open to every client that lists none; exclusive ones to the clients that list them.',
    spec: ours('scopes'),
    values: ['common', 'exclusive'],
    default: 'common',
  })
  kind: 'common' | 'exclusive';

  /** Claims of the userinfo answer that the scope stands for. */
  @Words({
    label: 'Claims',
    help: 'Claims about the user that the scope gives access to.',
    spec: oidcCore('5.4'),
    maxItems: 100,
    maxLength: 255,
    default: [],
    example: ['email', 'email_verified'],
  })
  claims: string[];

  /** The API that the scope belongs to: the audience of access tokens that carry it. */
  @WebUrl({
    label: 'Audience',
    help: 'Address of the API that the scope belongs to; access tokens that carry it are meant for that API.',
    spec: rfc(9068, '3'),
    example: 'https://api.example.com',
  })
  audience?: string | null;

  /** Roles of which an account must have one to be granted this scope; empty: everybody. */
  @Choices({
    label: 'Roles',
    help: 'Only accounts with one of these roles are granted the scope. Empty: everybody.',
    spec: ours('scopes'),
    values: Object.keys(accountRoles),
    default: [],
  })
  roles: string[];
}
