import { clientDocumentUrl } from '../../client-document-url.js';
import { includes } from '../../conditions.js';
import { Group } from '../../field.js';
import { Choice, EmailAddresses, Flag, LongText, Reference, Text, Uri, Words } from '../../kinds.js';
import { oidcFederation, oidcRegistration, ours, rfc } from '../../specs.js';
import { type ApplicationType, type ClientType, applicationTypes, clientTypes } from '../../vocabulary.js';

@Group({
  name: 'identity',
  title: 'Identity',
  intro: 'What this application is, and who looks after it.',
  spec: rfc(7591, '2'),
})
export class IdentityFields {
  /**
   * Names the client at every endpoint; case-sensitive. Generated (UUIDv4) when absent. The https address of a client ID
   * metadata document makes a registered client of the one that is known by it.
   */
  @Text({
    label: 'Client ID',
    help: 'Identifier the application sends with each request. Cannot be changed later.',
    spec: rfc(7591, '3.2.1'),
    access: 'create_only',
    min: 1,
    max: 255,
    // Path-safe, header-safe and colon-safe in HTTP Basic once form-encoded; the dot names are what URLs fold away.
    pattern: new RegExp(`^(?!\\.{1,2}$)(?!did:)[A-Za-z0-9._~:@-]+$|${clientDocumentUrl.source}`),
    patternHelp: 'consist of letters, digits and . _ ~ : @ - and must not begin with did:, or be an https address',
    example: 'billing-worker',
  })
  client_id: string;

  /** The issuer identifier, for the one client that answers for wallets: requests whose client_id is a DID. */
  @Uri({
    label: 'Public client ID',
    help: 'The issuer’s own URL makes this the client for wallets, which name themselves by a DID and are not registered.',
    spec: ours('agents'),
    visibleWhen: includes('grant_types', 'agent_code'),
    example: 'https://as.example.com',
  })
  public_client_id?: string;

  /** The name people see when the application asks for access. */
  @Text({
    label: 'Name',
    help: 'Name people see when the application asks for access.',
    spec: rfc(7591, '2'),
    required: true,
    min: 1,
    max: 256,
    example: 'Billing worker',
  })
  client_name: string;

  /** What the application does; shown beside the name on the consent page. */
  @LongText({
    label: 'Description',
    help: 'What the application does, in a sentence or two. Users see it when they are asked for consent.',
    spec: oidcFederation('5.2.2'),
    min: 0,
    max: 2048,
    example: 'Writes the monthly invoices.',
  })
  description?: string;

  /**
   * Subject of the account or client that may change this one, beside those with the scope `admin`. Where owners are
   * apart, others see it with `clients:all` alone.
   * Whoever creates the client owns it, unless somebody is named; null: everybody who may write clients may change it.
   */
  @Text({
    label: 'Owner',
    help: 'Subject of the account, or ID of the client, that may change this client, beside administrators. Empty: everybody who may change clients.',
    spec: ours('clients'),
    min: 1,
    max: 255,
    example: '5b1d6c1e-7f0a-4d5b-9a53-2f6a8e0c9d11',
  })
  owner?: string;

  /** False: every endpoint refuses the client; nothing is deleted. */
  @Flag({
    label: 'Enabled',
    help: 'Switch off to block the client at once without deleting it.',
    spec: ours('clients'),
    default: true,
  })
  enabled: boolean;

  /** The template whose values the client has where it has none of its own; the server's settings come after it. */
  @Reference({
    label: 'Template',
    help: 'Client template whose values this client has wherever it has none of its own. Changes of the template reach it.',
    spec: ours('clients'),
    resource: 'client_templates',
    example: 'web',
  })
  client_template_id?: string;

  /** What kind of application this is; decides which combinations of settings make sense. */
  @Choice({
    label: 'Kind of application',
    help: 'Rules out settings that do not suit this kind of application.',
    spec: ours('clients'),
    values: clientTypes,
    default: 'web',
  })
  client_type: ClientType;

  /** Selects the rules for redirect URIs: `native` allows private-use schemes and any loopback port. */
  @Choice({
    label: 'Application type',
    help: 'Native for desktop, mobile and command-line apps, web for everything else. Decides which redirect URIs are allowed.',
    spec: oidcRegistration('2'),
    values: applicationTypes,
    default: 'web',
  })
  application_type: ApplicationType;

  /** Labels for searching and filtering. */
  @Words({
    label: 'Labels',
    help: 'Labels for searching and filtering the list of clients.',
    spec: oidcFederation('5.2.2'),
    maxItems: 20,
    maxLength: 64,
    default: [],
    example: ['finance', 'production'],
  })
  keywords: string[];

  /** E-mail addresses of the people responsible. */
  @EmailAddresses({
    label: 'Contacts',
    help: 'E-mail addresses of the people responsible. Shown to users on the sign-in and consent pages.',
    spec: rfc(7591, '2'),
    maxItems: 20,
    default: [],
    example: ['billing@example.com'],
  })
  contacts: string[];
}
