import { type Field, endless } from '@clientele/client-schema';
import { durationInWords, withoutLimit } from './duration.js';
import { type RecordNames } from './record-names.js';
import { exactTime } from './time.js';

/** Registered values in the words of a form. One that is not here is shown as it stands on the wire. */
const phrases: Readonly<Record<string, string>> = {
  authorization_code: 'Authorization code',
  implicit: 'Implicit',
  client_credentials: 'Client credentials',
  refresh_token: 'Refresh token',
  agent_credentials: 'Agent credentials',
  agent_code: 'Agent code',
  console: 'The console',
  api: 'The API',
  registration: 'Registration',
  open_registration: 'Open registration',
  registered_copy: 'Registration as a copy',
  import: 'An import',
  bootstrap: 'The start of the server',
  server: 'The server itself',
  client_secret_basic: 'Secret in the Authorization header',
  client_secret_post: 'Secret in the request body',
  client_secret_jwt: 'Assertion signed with the secret',
  private_key_jwt: 'Assertion signed with a private key',
  tls_client_auth: 'Client certificate of a trusted authority',
  self_signed_tls_client_auth: 'Registered client certificate',
  none: 'None: a public client',
  fapi2: 'FAPI 2.0: the issuer as the one audience',
  rfc7523bis: 'RFC 7523bis: and a type of its own',
  oidc_core: 'OpenID Connect Core: also endpoints and lists',
  rfc7523: 'RFC 7523: and other issuers',
  web: 'Web',
  single_page_application: 'Single-page app',
  native: 'Native',
  server_to_server: 'Machine to machine',
  financial: 'Financial-grade',
  code: 'Code',
  id_token: 'ID token',
  token: 'Access token',
  'code id_token': 'Code and ID token',
  'code token': 'Code and access token',
  'id_token token': 'ID token and access token',
  'code id_token token': 'Code, ID token and access token',
  query: 'Query',
  fragment: 'Fragment',
  form_post: 'Form post',
  jwt: 'Signed, in the usual way',
  'query.jwt': 'Signed, in the query',
  'fragment.jwt': 'Signed, in the fragment',
  'form_post.jwt': 'Signed, by form post',
};

const unsigned = { none: 'None: not signed' };

const keyTypes = { rsa: 'RSA', ec: 'Elliptic curve', okp: 'Edwards curve' };
/** Values that mean something else in some fields. */
const phrasesOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  id_token_signed_response_alg: unsigned,
  userinfo_signed_response_alg: unsigned,
  response_types: { none: 'Nothing but the state' },
  key_pair_type: keyTypes,
  // Of a key pair.
  type: keyTypes,
  key_types: keyTypes,
  key_pair_did_method: {
    key: 'The key itself (did:key)',
    jwk: 'The key as JWK (did:jwk)',
    web: 'An address (did:web)',
  },
  tls_client_auth_termination: { either: 'Here or at a proxy', direct: 'Here', proxy: 'At a trusted proxy' },
  secondary_tls_client_auth_subject_type: {
    subject_dn: 'Subject',
    san_dns: 'DNS name',
    san_uri: 'URI',
    san_ip: 'IP address',
    san_email: 'E-mail address',
  },
  par_status: { disabled: 'Not offered', enabled: 'Offered', required: 'Required of every client' },
  fapi_profile: {
    none: 'None',
    fapi1_advanced: 'FAPI 1.0 Advanced',
    fapi2_security: 'FAPI 2.0 Security',
    fapi2_message_signing: 'FAPI 2.0 Message Signing',
  },
  // Of a scope, or of an authenticator.
  kind: { common: 'Common', exclusive: 'Exclusive', password: 'Password', oidc: 'OpenID Provider' },
  roles: { viewer: 'Viewer', editor: 'Editor', admin: 'Administrator' },
  format: { jwt: 'JWT', opaque: 'Opaque handle' },
  purpose: { userinfo: 'Userinfo answers' },
};

/** What it means to choose nothing, in fields where that is not "any". */
const unchosen: Readonly<Record<string, string>> = {
  key_pair_type: 'None: the server’s keys',
  userinfo_signed_response_alg: 'None: plain JSON',
  authorization_encrypted_response_alg: 'None: signed only',
  id_token_encrypted_response_alg: 'None: signed only',
  introspection_encrypted_response_alg: 'None: signed only',
  userinfo_encrypted_response_alg: 'None: not encrypted',
};

/** A value of a closed list in words. */
export function phrase(value: string): string {
  return phrases[value] ?? value;
}

/** The same of a field, since one value may have several meanings. */
export function phraseIn({ name }: Field, value: string): string {
  return phrasesOf[name]?.[value] ?? phrase(value);
}

/** What a field without a value means. */
export function phraseOfNothing({ name }: Field): string {
  return unchosen[name] ?? 'Any';
}

/**
 * The value of a field as a sentence would say it; `none` where there is none.
 * @param names what records are called; without it by their ids
 */
export function valueInWords(field: Field, value: unknown, names?: RecordNames): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return numberInWords(field, value);
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map((entry) => wordOf(field, entry, names)).join(', ');
  if (typeof value === 'object') return objectInWords(value);
  return wordOf(field, value, names);
}

function numberInWords(field: Field, value: number): string {
  if (field.control === 'duration') return value === endless ? withoutLimit : durationInWords(value);
  if (field.control === 'instant') return value === 0 ? 'never' : exactTime(new Date(value * 1000));
  return value.toLocaleString('en');
}

function wordOf(field: Field, value: unknown, names: RecordNames | undefined): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (field.refersTo && names) return names(field.refersTo.resources, value);
  return field.control === 'choice' || field.control === 'choices' ? phraseIn(field, value) : value;
}

function objectInWords(value: object): string {
  const keys = 'keys' in value && Array.isArray(value.keys) ? value.keys.length : undefined;
  if (keys !== undefined) return `${keys} ${keys === 1 ? 'key' : 'keys'}`;
  return JSON.stringify(value);
}
