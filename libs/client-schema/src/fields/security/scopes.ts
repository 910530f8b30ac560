import { is } from '../../conditions.js';
import { Group } from '../../field.js';
import { Flag, References, ResourceUris, ScopeNames, Words } from '../../kinds.js';
import { ours, rfc } from '../../specs.js';

@Group({
  name: 'scopes',
  title: 'Scopes',
  intro: 'What this client may ask for.',
  spec: rfc(6749, '3.3'),
})
export class ScopeFields {
  /** All scopes this client may ask for, separated by spaces; absent: as the fields below say. */
  @ScopeNames({
    label: 'Scopes',
    help: 'All scopes and scope groups this client may ask for, in one line. Empty: as the settings below say.',
    spec: rfc(7591, '2'),
    example: 'openid profile email',
  })
  scope?: string;

  /** False: every common scope of the server, today's and tomorrow's. True: those listed. */
  @Flag({
    label: 'Restrict common scopes',
    help: 'Allow only the common scopes listed below, instead of every one that the server has.',
    spec: ours('scopes'),
    default: false,
  })
  restrict_common_scopes: boolean;

  /** The common scopes, patterns and groups this client may ask for. */
  @References({
    label: 'Common scopes',
    help: 'Common scopes, patterns and scope groups this client may ask for. Another is refused with invalid_scope.',
    spec: ours('scopes'),
    resource: 'scopes',
    orResource: 'scope_groups',
    maxItems: 200,
    default: [],
    visibleWhen: is('restrict_common_scopes', true),
    example: ['openid', 'profile'],
  })
  restricted_common_scopes: string[];

  /** Whether the client may ask for the exclusive scopes listed. */
  @Flag({
    label: 'Allow exclusive scopes',
    help: 'Let this client ask for the exclusive scopes listed below.',
    spec: ours('scopes'),
    default: false,
  })
  allow_exclusive_scopes: boolean;

  /** The exclusive scopes, patterns and groups this client may ask for. */
  @References({
    label: 'Exclusive scopes',
    help: 'Exclusive scopes, patterns and scope groups this client may ask for. Another is refused with invalid_scope.',
    spec: ours('scopes'),
    resource: 'scopes',
    orResource: 'scope_groups',
    maxItems: 200,
    default: [],
    visibleWhen: is('allow_exclusive_scopes', true),
    example: ['invoices:read'],
  })
  exclusive_scopes: string[];

  /** Whether requests of the client may carry `authorization_details`. */
  @Flag({
    label: 'Allow authorization details',
    help: 'Accept requests that say in detail what they ask for. Off: refused with invalid_authorization_details.',
    spec: rfc(9396, '2'),
    default: false,
  })
  allow_authorization_details: boolean;

  /** The types of authorization details that the client may ask for. */
  @References({
    label: 'Authorization detail types',
    help: 'Types of authorization details this client may ask for. Another is refused with invalid_authorization_details.',
    spec: rfc(9396, '10'),
    resource: 'authorization_detail_types',
    maxItems: 100,
    default: [],
    visibleWhen: is('allow_authorization_details', true),
    example: ['payment_initiation'],
  })
  authorization_details_types: string[];

  /** The APIs this client may ask tokens for; a request must name some of them. Empty: any, or none. */
  @ResourceUris({
    label: 'APIs',
    help: 'APIs this client may ask tokens for. With a list every request must name one; empty allows any and needs none.',
    spec: rfc(8707, '2'),
    maxItems: 50,
    default: [],
    example: ['https://api.example.com'],
  })
  authorized_resources: string[];

  /** The audiences of this client's access tokens: the first, where a request names neither an audience nor an API. */
  @Words({
    label: 'Audience',
    help: 'Audiences of this client’s access tokens. Requests choose one; the first is the default. Empty: the client ID.',
    spec: rfc(9068, '3'),
    maxItems: 20,
    maxLength: 255,
    default: [],
    example: ['https://api.example.com'],
  })
  audience: string[];
}
