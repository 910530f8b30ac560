import { ours } from '@clientele/client-schema';
import { bareKey, didDocumentPath, didOfClient } from '../did-of-key.js';
import { type ProtocolResponse, json, publicDocument } from '../http.js';
import { type PublishedKey } from '../ports/key-store.js';
import { type Endpoint } from './endpoint.js';
import { jwksMaxAge } from './jwks.js';

const pattern = /^\/clients\/([^/]+)\/did\.json$/;

/** What the did:web of a client resolves to, DID Core §5: the published keys of the pair that signs for it. */
export const didDocument: Endpoint = {
  path: '/clients/',
  prefix: true,
  spec: ours('keys'),
  methods: ['GET', 'HEAD'],
  answers: 'json',
  cors: 'any',
  async handle({ request, registry, keyRing, addresses }) {
    const client_id = named(request.path);
    // A client that is known by a document has no key pair here: its document need not be fetched.
    const client = client_id === undefined ? undefined : await registry.knownClient(client_id);
    if (!client?.enabled || client.signing_pair === undefined || client.key_pair_did_method !== 'web') return nothing();
    const id = didOfClient(addresses.issuer, client.client_id);
    const methods = (await keyRing.published(client.signing_pair)).map((key) => methodOf(id, key));
    const document = {
      '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/suites/jws-2020/v1'],
      id,
      verificationMethod: methods,
      assertionMethod: methods.map((method) => method.id),
    };
    return publicDocument(JSON.stringify(document), jwksMaxAge);
  },
};

/** The client whose document is asked for, in the one spelling that its address has; undefined: there is none. */
function named(path: string): string | undefined {
  try {
    const client_id = decodeURIComponent(pattern.exec(path)?.[1] ?? '');
    return path === didDocumentPath(client_id) ? client_id : undefined;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function methodOf(controller: string, { kid, public_jwk }: PublishedKey) {
  const id = `${controller}#${encodeURIComponent(kid)}`;
  return { id, type: 'JsonWebKey2020', controller, publicKeyJwk: bareKey(public_jwk) };
}

function nothing(): ProtocolResponse {
  return json(404, { error: 'not_found', error_description: 'there is no DID document at this address' });
}
