import { type EffectiveClient } from '@clientele/client-schema';
import { type AuthorizationServer } from 'oauth4webapi';

/** A program that uses a client, ready to run. Secrets and keys come from the environment. */
export interface Snippet {
  readonly id: string;
  readonly title: string;
  /** What to install first; absent where nothing needs to be. */
  readonly install?: string;
  readonly code: string;
}

export type Snipped = Partial<EffectiveClient> & { client_id: string };
export type Metadata = Pick<
  AuthorizationServer,
  | 'issuer'
  | 'jwks_uri'
  | 'token_endpoint'
  | 'introspection_endpoint'
  | 'mtls_endpoint_aliases'
  | 'require_pushed_authorization_requests'
>;

/** A text as a program spells it. */
export const literal = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

export const isHttp = ({ issuer }: Metadata): boolean => issuer.startsWith('http:');

export const redirectUri = (client: Snipped): string => client.redirect_uris?.[0] ?? 'https://app.example.com/callback';

/** The scope to ask for: the client's own list, else what signing in needs. */
export function scopeOf(client: Snipped): string | undefined {
  if (client.scope) return client.scope;
  return client.grant_types?.includes('authorization_code') ? 'openid profile' : undefined;
}

const certificateMethods = ['tls_client_auth', 'self_signed_tls_client_auth'];

/** Whether the client shows a certificate when it connects. */
export function showsCertificate(client: Snipped): boolean {
  return (
    client.tls_client_certificate_bound_access_tokens === true ||
    certificateMethods.includes(client.token_endpoint_auth_method ?? '')
  );
}

/** Whether the client proves a key with every request for tokens, RFC 9449. */
export const provesKey = (client: Snipped): boolean => client.dpop_bound_access_tokens === true;

/** Whether the client pushes its authorization requests, RFC 9126. */
export function pushes(client: Snipped, metadata: Metadata): boolean {
  return (
    client.require_pushed_authorization_requests === true || metadata.require_pushed_authorization_requests === true
  );
}

/** Whether the client signs its authorization requests, RFC 9101. */
export const signsRequests = (client: Snipped): boolean => client.require_signed_request_object === true;

/** Whether the answers to its authorization requests are signed, JARM. */
export const hasSignedAnswers = (client: Snipped): boolean =>
  client.require_jwt_secured_authorization_response === true;

export const signingAlg = (client: Snipped): string =>
  client.token_endpoint_auth_signing_alg ?? client.jwks?.keys[0]?.alg ?? 'ES256';

export const requestAlg = (client: Snipped): string => client.request_object_signing_alg ?? signingAlg(client);

/** With which certificate a program connects; both libraries leave that to a fetch of the application's own. */
export const certificateSetup = `// The certificate that the application shows when it connects, and its key.
const dispatcher = new Agent({ connect: { cert: process.env.CLIENT_CERT, key: process.env.CLIENT_KEY } });
const fetchWithCertificate = (url, init) => fetch(url, { ...init, dispatcher });
`;
export const certificateImport = "import { Agent, fetch } from 'undici';\n";

export const terminalImport = "import { createInterface } from 'node:readline/promises';\n";

/** Sends somebody to sign in, and takes where they came back to. */
export const terminalVisit = `console.log('Open in a browser:', redirectTo.href);
// In an application this is the handler of the redirect URI; here the address is pasted into the terminal.
const terminal = createInterface({ input: process.stdin, output: process.stdout });
const currentUrl = new URL(await terminal.question('The address that the browser came back to: '));
terminal.close();
`;

export function installOf(client: Snipped, library: 'openid-client' | 'oauth4webapi', ...others: string[]): string {
  return ['npm install', library, ...others, ...(showsCertificate(client) ? ['undici'] : [])].join(' ');
}
