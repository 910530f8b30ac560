import { rfc } from '@clientele/client-schema';
import { readCertificate } from '../certificates/certificate.js';
import { checkArrival, readPresented } from '../client-authentication/client-certificate.js';
import { type Context } from '../context.js';
import { type ProtocolRequest } from '../http.js';
import { type RegisteredClient } from '../registered-client.js';
import { type ProtocolRule } from '../steps.js';

/** What whoever uses a token must show to hold, RFC 7800 §3.1: the certificate with this SHA-256, RFC 8705 §3.1. */
export interface Confirmation {
  readonly 'x5t#S256': string;
}

const certificateBindsTokens: ProtocolRule = {
  id: 'certificate-binds-the-tokens',
  spec: rfc(8705, '3'),
  error: 'invalid_request',
  description: 'the client certificate is missing, to which the tokens are bound',
  sentence:
    'The tokens of the client are bound to its certificate (tls_client_certificate_bound_access_tokens), and the request came without one.',
};

/**
 * What the access tokens of a client are bound to that is given some now; undefined: to nothing.
 * @throws OAuthError invalid_request without a certificate; invalid_client where it did not arrive as it should
 */
export function confirmationFor(client: RegisteredClient, context: Context): Confirmation | undefined {
  if (!client.tls_client_certificate_bound_access_tokens) return undefined;
  const { steps, request, addresses } = context;
  const certificate = steps.need(certificateBindsTokens, request.peer.certificate, {
    sent: 'no certificate',
    ...(addresses.mutualTls?.aliasUrl !== undefined && { registered: addresses.mutualTls.aliasUrl }),
  });
  const presented = readPresented(certificate, context);
  checkArrival(presented, client, context);
  return { 'x5t#S256': presented.thumbprint };
}

/** The certificate to which refresh tokens are bound: those of clients that need no other proof, RFC 8705 §4. */
export function certificateOfRefreshTokens(client: RegisteredClient, context: Context): string | null {
  const isPublic = client.token_endpoint_auth_method === 'none' || client.public_refresh_token;
  return (isPublic && confirmationFor(client, context)?.['x5t#S256']) || null;
}

/** Whether a request is made with the certificate of this SHA-256, base64url. */
export function isMadeWith({ peer: { certificate } }: ProtocolRequest, thumbprint: string): boolean {
  return certificate !== undefined && readCertificate(certificate.der)?.thumbprint === thumbprint;
}

/** Reads the claim of a token; undefined: it confirms by something that this server does not know. */
export function readConfirmation(claim: unknown): Confirmation | undefined {
  const thumbprint =
    typeof claim === 'object' && claim !== null ? (claim as Partial<Confirmation>)['x5t#S256'] : undefined;
  return typeof thumbprint === 'string' ? { 'x5t#S256': thumbprint } : undefined;
}
