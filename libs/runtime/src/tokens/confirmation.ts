import { rfc } from '@clientele/client-schema';
import { readCertificate } from '../certificates/certificate.js';
import { checkArrival, readPresented } from '../client-authentication/client-certificate.js';
import { type Context } from '../context.js';
import { proofIsSent } from '../dpop/proof.js';
import { type Confirmation } from '../ports/grant-store.js';
import { type RegisteredClient } from '../registered-client.js';
import { type ProtocolRule } from '../steps.js';

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
 * @throws OAuthError invalid_request without a certificate; invalid_client where it did not arrive as it should;
 * invalid_dpop_proof without a key
 */
export function confirmationFor(client: RegisteredClient, context: Context): Confirmation | undefined {
  const { provenKey } = context;
  const { tls_client_certificate_bound_access_tokens: toCertificate, dpop_bound_access_tokens: toKey } = client;
  if (!toCertificate && !toKey && provenKey === undefined) return undefined;
  const jkt = toKey ? context.steps.need(proofIsSent, provenKey) : provenKey;
  return {
    ...(toCertificate && { 'x5t#S256': certificateShown(client, context) }),
    ...(jkt !== undefined && { jkt }),
  };
}

function certificateShown(client: RegisteredClient, context: Context): string {
  const { steps, request, addresses } = context;
  const certificate = steps.need(certificateBindsTokens, request.peer.certificate, {
    sent: 'no certificate',
    ...(addresses.mutualTls?.aliasUrl !== undefined && { registered: addresses.mutualTls.aliasUrl }),
  });
  const presented = readPresented(certificate, context);
  checkArrival(presented, client, context);
  return presented.thumbprint;
}

/**
 * What a grant keeps for its refresh tokens, of every client: one that authenticates now may be let in without that later.
 * It is held where a refresh proves nothing else, RFC 8705 §4 and RFC 9449 §5.
 */
export function confirmationOfRefreshTokens(client: RegisteredClient, context: Context): Confirmation | null {
  return confirmationFor(client, context) ?? null;
}

/** Whether a request is made with the certificate that is to be shown, if one is. */
export function showsCertificate({ request }: Context, confirmation: Confirmation | null | undefined): boolean {
  const thumbprint = confirmation?.['x5t#S256'];
  if (thumbprint === undefined) return true;
  const { certificate } = request.peer;
  return certificate !== undefined && readCertificate(certificate.der)?.thumbprint === thumbprint;
}

/** RFC 9449 §5: who uses a token that is bound to a key sends a proof with it. A certificate is shown without asking. */
export function tokenTypeOf(confirmation: Confirmation | undefined): 'Bearer' | 'DPoP' {
  return confirmation?.jkt === undefined ? 'Bearer' : 'DPoP';
}

/** Reads the claim of a token; undefined: it confirms by something that this server does not know. */
export function readConfirmation(claim: unknown): Confirmation | undefined {
  if (typeof claim !== 'object' || claim === null) return undefined;
  const { 'x5t#S256': certificate, jkt, ...unknown } = claim as Record<string, unknown>;
  if (Object.keys(unknown).length > 0 || (certificate === undefined && jkt === undefined)) return undefined;
  if ([certificate, jkt].some((member) => member !== undefined && typeof member !== 'string')) return undefined;
  return claim;
}
