import { Group } from '../field.js';
import { Choice, Choices, References, Seconds, UrlHosts } from '../kinds.js';
import { clientIdMetadataDocuments, ours } from '../specs.js';
import {
  type ClientDocumentRedirects,
  type ClientDocuments,
  type GrantType,
  clientDocumentRedirects,
  clientDocuments,
} from '../vocabulary.js';

const grantTypesOfDocuments = ['authorization_code', 'refresh_token', 'client_credentials'] as const;

/** Who may use this server without being registered, and the most that such a client gets. */
@Group({
  name: 'client_documents',
  title: 'Client ID metadata documents',
  intro: 'Applications that nobody has registered: their client ID is the address of a document about them.',
  spec: clientIdMetadataDocuments('4'),
})
export class ClientDocumentFields {
  /** Whether a client_id may be the https address of a document: of none, of hosts that are listed, or of any. */
  @Choice({
    label: 'Clients known by a document',
    help: 'Accept applications that are not registered, whose client ID is the address of their metadata.',
    spec: clientIdMetadataDocuments('4'),
    values: clientDocuments,
    default: 'disabled',
  })
  client_id_metadata_documents: ClientDocuments;

  /** The hosts whose documents are accepted while those of listed hosts are; with the port where it is not 443. */
  @UrlHosts({
    label: 'Hosts of documents',
    help: 'Hosts whose documents are accepted, compared exactly, with the port where it is not 443.',
    spec: ours('client-id-metadata-documents'),
    maxItems: 500,
    default: [],
    example: ['app.example.com'],
  })
  client_document_hosts: string[];

  /** The most that a client known by a document may ask for, beside openid; never an exclusive scope. */
  @References({
    label: 'Scopes of documents',
    help: 'The most that such an application may ask for, beside openid. Common scopes only: exclusive ones are for clients that list them.',
    spec: ours('client-id-metadata-documents'),
    resource: 'scopes',
    maxItems: 200,
    default: [],
    example: ['profile'],
  })
  client_document_scopes: string[];

  /** The grant types that a client known by a document may have. */
  @Choices({
    label: 'Grant types of documents',
    help: 'The most that such an application may use. What else its document lists is left out.',
    spec: ours('client-id-metadata-documents'),
    values: grantTypesOfDocuments,
    min: 1,
    default: ['authorization_code', 'refresh_token'],
  })
  client_document_grant_types: GrantType[];

  /**
   * Where a client known by a document may send users back to. `same_origin`: the origin of its document;
   * `same_origin_or_loopback`: this machine too, for native applications; `any`: whatever a registered client may.
   */
  @Choice({
    label: 'Redirect URIs of documents',
    help: 'Whether users go back to the origin of the document alone, also to programs on their machine, or anywhere.',
    spec: clientIdMetadataDocuments('8.1'),
    values: clientDocumentRedirects,
    default: 'same_origin',
  })
  client_document_redirect_uris: ClientDocumentRedirects;

  /** The longest that access tokens of clients known by a document live, in seconds. */
  @Seconds({
    label: 'Longest access token lifetime of documents',
    help: 'Access tokens of such an application live no longer.',
    spec: ours('client-id-metadata-documents'),
    min: 1,
    max: 86_400,
    default: 3600,
  })
  client_document_max_access_token_ttl: number;

  /** After how many seconds users must sign in again to a client known by a document, however often it refreshed. */
  @Seconds({
    label: 'Longest access of documents without a sign-in',
    help: 'Users must sign in to such an application again after this time, however often it has refreshed its tokens.',
    spec: ours('client-id-metadata-documents'),
    min: 60,
    max: 315_360_000,
    default: 2_592_000,
  })
  client_document_max_grant_lifetime: number;

  /** The longest that a document is used before it is fetched again, in seconds, whatever its host says. */
  @Seconds({
    label: 'Longest use of a document',
    help: 'A document is fetched again after this time, or earlier where its host says so.',
    spec: clientIdMetadataDocuments('5.2'),
    min: 60,
    max: 604_800,
    default: 86_400,
  })
  client_document_max_age: number;
}
