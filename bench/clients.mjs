/**
 * @typedef {object} OAuthClient
 * @property {string} client_id
 * @property {string} client_secret
 * @property {'ES256' | 'RS256' | 'opaque'} format of its access tokens
 * @property {string} [redirect_uri] of the one that signs users in
 * @property {string} authorization its HTTP Basic credentials, RFC 6749 §2.3.1
 */

/** @typedef {Record<'es256' | 'rs256' | 'opaque' | 'app', OAuthClient>} OAuthClients the same ones at every server */

/** @type {Record<keyof OAuthClients, Pick<OAuthClient, 'client_id' | 'format' | 'redirect_uri'>>} */
export const plans = {
  es256: { client_id: 'bench-es256', format: 'ES256' },
  rs256: { client_id: 'bench-rs256', format: 'RS256' },
  opaque: { client_id: 'bench-opaque', format: 'opaque' },
  app: { client_id: 'bench-app', format: 'ES256', redirect_uri: 'https://app.example.com/callback' },
};

/**
 * @param {string} client_id
 * @param {string} client_secret
 */
export function basic(client_id, client_secret) {
  const pair = `${encodeURIComponent(client_id)}:${encodeURIComponent(client_secret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
