import { admitsOriginOfDocuments, originMatches } from '@clientele/client-schema';
import { type Context } from './context.js';
import { type Endpoint } from './endpoints/endpoint.js';
import { type ProtocolResponse, header } from './http.js';

/**
 * Lets browser applications read what their client may read (WHATWG Fetch, CORS). Credentials are never allowed: no
 * cookie of this server means anything to these endpoints.
 */
export async function corsHeaders(
  { cors }: Endpoint,
  context: Context,
  response: ProtocolResponse,
): Promise<ProtocolResponse> {
  if (cors === 'any') return { ...response, headers: { ...response.headers, ...readableBy('*') } };
  const origin = header(context.request, 'origin');
  if (origin === undefined) return response;
  const allowed = await mayRead(origin, context);
  return { ...response, headers: { ...response.headers, vary: 'Origin', ...(allowed && readableBy(origin)) } };
}

function readableBy(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'DPoP-Nonce, Retry-After, WWW-Authenticate, X-Receipt',
  };
}

/**
 * Where no client is known, there is but an error to read: then, as before the request, the origin alone counts. A
 * document that the request was refused to fetch is not fetched for its answer.
 */
async function mayRead(origin: string, { steps, registry, clients }: Context): Promise<boolean> {
  const client = steps.client_id === null ? undefined : await registry.knownClient(steps.client_id);
  return client
    ? client.enabled && originMatches(client.allowed_origins, origin)
    : allowsOrigin(origin, { registry, clients });
}

/** Whether a client may have scripts there: one that is registered, or any that a document could make. */
async function allowsOrigin(
  origin: string,
  { registry, clients }: Pick<Context, 'registry' | 'clients'>,
): Promise<boolean> {
  return admitsOriginOfDocuments(origin, (await registry.server()).settings) || clients.allowsOrigin(origin);
}

/** The question that a browser asks before a request that is not simple. It names no client: only the origin counts. */
export async function answerPreflight(
  endpoint: Endpoint,
  { request, registry, clients }: Context,
): Promise<ProtocolResponse> {
  const origin = header(request, 'origin');
  const allow = [...endpoint.methods, 'OPTIONS'].join(', ');
  const refused = { status: 204, headers: { allow, vary: 'Origin' }, body: '' };
  if (origin === undefined || endpoint.cors === 'none') return refused;
  if (endpoint.cors === 'client' && !(await allowsOrigin(origin, { registry, clients }))) return refused;
  return {
    status: 204,
    headers: {
      allow,
      vary: 'Origin',
      'access-control-allow-origin': endpoint.cors === 'any' ? '*' : origin,
      'access-control-allow-methods': endpoint.methods.join(', '),
      'access-control-allow-headers':
        'Authorization, Content-Type, DPoP, OAuth-Client-Attestation, OAuth-Client-Attestation-PoP',
      'access-control-max-age': '600',
    },
    body: '',
  };
}
