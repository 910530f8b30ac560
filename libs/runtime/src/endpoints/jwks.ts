import { rfc } from '@clientele/client-schema';
import { publicDocument } from '../http.js';
import { type Endpoint } from './endpoint.js';

/** Seconds for which verifiers may keep the keys; a new key is published longer than that before it signs. */
export const jwksMaxAge = 300;

/** The server's public keys, RFC 7517 §5. */
export const jwks: Endpoint = {
  path: '/jwks',
  spec: rfc(7517, '5'),
  methods: ['GET', 'HEAD'],
  answers: 'json',
  cors: 'any',
  metadata: ({ addresses }) => ({ jwks_uri: `${addresses.issuer}/jwks` }),
  handle: async ({ keyRing }) => publicDocument(await keyRing.jwks(), jwksMaxAge),
};
