import { ours, rfc } from '@clientele/client-schema';
import { type ProtocolRule, rulesOf } from '../steps.js';

const metadataRule = rulesOf('invalid_client_metadata');

export const bodyIsJson = metadataRule(
  'registration-is-a-json-object',
  rfc(7591, '3.1'),
  'the body must be a JSON object of the type application/json',
  'The registration is not a JSON object of the type application/json.',
);

export const metadataIsAcceptable = metadataRule(
  'client-metadata-is-acceptable',
  rfc(7591, '3.2.2'),
  'the client metadata is not acceptable',
  'What was to be registered is no client that may be registered here.',
);

export const redirectUrisAreAcceptable: ProtocolRule = {
  ...metadataIsAcceptable,
  id: 'registered-redirect-uris-are-acceptable',
  error: 'invalid_redirect_uri',
};

export const idIsTheClients = metadataRule(
  'registration-names-its-client',
  rfc(7592, '2.2'),
  'client_id must be the one of the address, and client_secret the present one',
  'The update names another client_id than its address, or another secret than the client has.',
);

export const statementIsValid: ProtocolRule = {
  id: 'software-statement-is-valid',
  spec: rfc(7591, '2.3'),
  error: 'invalid_software_statement',
  description: 'software_statement must be a JWT for this server that its issuer has signed and that has not expired',
  sentence:
    'The software statement is no JWT, is another kind of token or for another server, has expired, or was not signed with a key of its issuer.',
};

export const statementIsSent: ProtocolRule = {
  ...statementIsValid,
  id: 'software-statement-is-sent',
  description: 'software_statement must be present',
  sentence: 'A registration policy demands a software statement, and none was sent.',
};

export const statementIsApproved: ProtocolRule = {
  ...statementIsValid,
  id: 'software-statement-is-approved',
  error: 'unapproved_software_statement',
  description: 'the issuer of software_statement is not approved',
  sentence: 'No registration policy in force trusts the issuer of the software statement.',
};

export const tokenRegisters: ProtocolRule = {
  id: 'access-token-registers-clients',
  spec: rfc(7591, '3'),
  error: 'insufficient_scope',
  description: 'the access token does not have the scope of initial access tokens',
  sentence: 'The access token has not the scope that lets its holder register clients.',
};

const initialToken: ProtocolRule = {
  id: 'initial-access-token-is-active',
  spec: rfc(7591, '3'),
  error: 'invalid_token',
  description: 'the initial access token is unknown, expired or used up',
  sentence: 'The initial access token has expired.',
};

export const initialTokenIsCurrent: ProtocolRule = initialToken;

export const initialTokenHasUsesLeft: ProtocolRule = {
  ...initialToken,
  id: 'initial-access-token-has-registrations-left',
  sentence: 'As many clients were registered with the initial access token as it is for.',
};

export const templateKnowsRegistrant: ProtocolRule = {
  ...initialToken,
  id: 'template-knows-who-registers',
  spec: ours('dynamic-registration'),
  description: 'the initial access token is not for copies of this software',
  sentence: 'The initial access token is of nobody whom the template client lets register copies.',
};

export const registrationTokenFits: ProtocolRule = {
  id: 'registration-access-token-fits',
  spec: rfc(7592, '3'),
  error: 'invalid_token',
  description: 'the registration access token is unknown, expired or replaced',
  sentence: 'The registration access token is none of this client, has expired, or was replaced by an update.',
};

export const clientMayManage: ProtocolRule = {
  id: 'client-may-manage-its-registration',
  spec: rfc(7592, '2'),
  error: 'access_denied',
  status: 403,
  description: 'this client may not do this with its registration',
  sentence: 'The client is disabled, is a copy of another, or the settings do not let clients do this.',
};
