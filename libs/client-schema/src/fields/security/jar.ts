import { all, any, is, isPresent } from '../../conditions.js';
import { Group } from '../../field.js';
import { hasUsers } from '../../interactive.js';
import { Choice, Flag, Reference, RequestUris, Text } from '../../kinds.js';
import { oidcCore, oidcRegistration, ours, rfc } from '../../specs.js';
import {
  type ContentEncryptionAlg,
  type KeyManagementAlg,
  type RequestObjectSigningAlg,
  contentEncryptionAlgs,
  keyManagementAlgs,
  requestObjectSigningAlgs,
  symmetricKeyManagementAlgs,
  symmetricSigningAlgs,
} from '../../vocabulary.js';

const usesReferences = is('allow_request_uri_parameter', true);

@Group({
  name: 'jar',
  title: 'Request objects (JAR)',
  intro: 'The application signs its authorization request, so that nobody on the way can change it.',
  spec: rfc(9101),
})
export class JarFields {
  /** Every authorization request must be a signed request object, and what is beside it counts for nothing. */
  @Flag({
    label: 'Require signed requests',
    help: 'Refuse authorization requests that the application has not signed. Parameters beside the signed ones are ignored.',
    spec: rfc(9101, '10.5'),
    default: false,
    visibleWhen: hasUsers,
  })
  require_signed_request_object: boolean;

  /** How request objects must be signed. Absent: with any algorithm that the server allows and a key fits. */
  @Choice({
    label: 'Signing algorithm of requests',
    help: 'Algorithm that requests must be signed with. Empty: any that the server allows.',
    spec: oidcRegistration('2'),
    values: requestObjectSigningAlgs,
    visibleWhen: hasUsers,
    example: 'ES256',
  })
  request_object_signing_alg?: RequestObjectSigningAlg;

  /** How the key of encrypted request objects reaches this server. Absent: they are not encrypted. */
  @Choice({
    label: 'Key encryption of requests',
    help: 'How the application may encrypt its signed requests to this server. Empty: it may not.',
    spec: oidcRegistration('2'),
    values: keyManagementAlgs,
    visibleWhen: hasUsers,
    example: 'ECDH-ES+A128KW',
  })
  request_object_encryption_alg?: KeyManagementAlg;

  /** The encryption of their content. */
  @Choice({
    label: 'Content encryption of requests',
    help: 'How the content of encrypted requests is encrypted.',
    spec: oidcRegistration('2'),
    values: contentEncryptionAlgs,
    default: 'A128CBC-HS256',
    visibleWhen: isPresent('request_object_encryption_alg'),
  })
  request_object_encryption_enc: ContentEncryptionAlg;

  /** The `iss` that request objects must have. Absent: the client_id. */
  @Text({
    label: 'Issuer of requests',
    help: 'The iss that signed requests must have. Empty: the client ID.',
    spec: rfc(9101, '4'),
    max: 255,
    visibleWhen: hasUsers,
    example: 'https://signing.example.com',
  })
  request_object_issuer?: string;

  /** A record of `verification_keys` that verifies request objects in place of the client’s own keys. */
  @Reference({
    label: 'Stored key for requests',
    help: 'A public key kept at this server that verifies signed requests, in place of the application’s own keys.',
    spec: ours('authorization-requests'),
    resource: 'verification_keys',
    visibleWhen: hasUsers,
    example: 'partner-2026',
  })
  request_object_verification_key_id?: string;

  /** A request object in the request itself may have the algorithm `none`. */
  @Flag({
    label: 'Allow unsigned request objects',
    help: 'Accept request objects that are not signed when they come with the request.',
    spec: oidcCore('6.1'),
    default: false,
    visibleWhen: all(hasUsers, is('require_signed_request_object', false)),
  })
  allow_unsigned_request_object: boolean;

  /** A request may name the address of its request object, which this server then fetches. */
  @Flag({
    label: 'Allow requests by reference',
    help: 'Requests may name an address of the application from which this server fetches the request object.',
    spec: rfc(9101, '5.2'),
    default: false,
    visibleWhen: hasUsers,
  })
  allow_request_uri_parameter: boolean;

  /** Where request objects are fetched from: https addresses; `*` at the end stands for the rest, alone for everything. */
  @RequestUris({
    label: 'Addresses of request objects',
    help: 'Where request objects may be fetched from. An asterisk at the end stands for the rest of the address.',
    spec: oidcRegistration('2'),
    maxItems: 50,
    default: [],
    visibleWhen: usesReferences,
    example: ['https://app.example.com/requests/*'],
  })
  request_uris: string[];

  /** A request object that was fetched may have the algorithm `none`. */
  @Flag({
    label: 'Allow unsigned requests by reference',
    help: 'Accept request objects that are not signed when they are fetched.',
    spec: oidcCore('6.2'),
    default: false,
    visibleWhen: all(usesReferences, is('require_signed_request_object', false)),
  })
  allow_unsigned_request_object_by_reference: boolean;

  /** A record of `http_clients`: how request objects are fetched. Absent: as every other address. */
  @Reference({
    label: 'HTTP client of request objects',
    help: 'How request objects are fetched: patience, certificate authorities. Empty: as every other address.',
    spec: ours('authorization-requests'),
    resource: 'http_clients',
    visibleWhen: usesReferences,
    example: 'partners',
  })
  request_uri_http_client_id?: string;
}

/** Whether a client signs or encrypts its requests with its secret. */
export const asksWithSecret = any(
  ...symmetricSigningAlgs.map((alg) => is('request_object_signing_alg', alg)),
  ...symmetricKeyManagementAlgs.map((alg) => is('request_object_encryption_alg', alg)),
);
