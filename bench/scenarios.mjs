import { randomBytes } from 'node:crypto';
import { Browser, authorizationRequest, signIn } from './sign-in.mjs';

/** How many requests are under way at once, each on a connection of its own. */
export const connections = 32;

/**
 * A server as the scenarios see it.
 *
 * @typedef {object} Target
 * @property {string} issuer
 * @property {string} [admin] absent: it has no admin API
 * @property {() => Promise<string>} [adminToken]
 * @property {Record<string, string>} credentials what its sign-in page asks for, by the names of the fields
 */

/**
 * What is measured. `prepare` obtains what the requests need, anew before each measurement, and describes them.
 *
 * @typedef {object} Scenario
 * @property {string} id
 * @property {string} title
 * @property {boolean} [admin] whether it is for servers with an admin API alone
 * @property {(target: Target, world: World) => Promise<import('./load.mjs').Load>} prepare
 */

/** @typedef {{ clients: import('./clients.mjs').OAuthClients, ids: string[] }} World what all servers have been given */

/** @type {Scenario[]} */
export const scenarios = [
  { id: 'es256', title: 'client credentials, ES256 JWT', prepare: clientCredentials('es256') },
  { id: 'rs256', title: 'client credentials, RS256 JWT', prepare: clientCredentials('rs256') },
  { id: 'opaque', title: 'client credentials, opaque token', prepare: clientCredentials('opaque') },
  {
    id: 'introspection',
    title: 'introspection of an opaque token',
    async prepare({ issuer }, { clients: { opaque } }) {
      const tokens = [];
      for (let index = 0; index < connections; index++) tokens.push(await opaqueToken(issuer, opaque));
      const load = formPost(issuer, '/introspect', opaque);
      return { ...load, bodies: tokens.map((token) => `token=${token}`), check: 'active' };
    },
  },
  {
    id: 'refresh',
    title: 'refresh with rotation, ES256 JWT',
    async prepare({ issuer, credentials }, { clients: { app } }) {
      const refreshTokens = [];
      for (let index = 0; index < connections; index++) {
        // Each in a browser of its own, so that no two tokens belong to one session.
        refreshTokens.push(await signIn(issuer, app, new Browser(credentials)));
      }
      return { ...formPost(issuer, '/token', app), refreshTokens, check: 'refreshed' };
    },
  },
  {
    id: 'code',
    title: 'code flow of three: PAR, authorize, token',
    async prepare({ issuer, credentials }, { clients: { app } }) {
      const cookies = [];
      for (let index = 0; index < connections; index++) {
        const browser = new Browser(credentials);
        await signIn(issuer, app, browser);
        cookies.push(browser.cookiesFor(`${issuer}/authorize`));
      }
      const { client_id, redirect_uri = '' } = app;
      const code_verifier = randomBytes(32).toString('base64url');
      const request = new URLSearchParams(authorizationRequest(app, code_verifier)).toString();
      const redemption = new URLSearchParams({ grant_type: 'authorization_code', redirect_uri, code_verifier });
      const codeFlow = { client_id, cookies, request, redemption: redemption.toString() };
      return { ...formPost(issuer, '/par', app), codeFlow, check: 'refreshed' };
    },
  },
  {
    id: 'client',
    title: 'GET /clients/{id}',
    admin: true,
    prepare: (target, { ids }) =>
      adminGet(
        target,
        ids.map((id) => `/clients/${id}`),
        'client',
      ),
  },
  {
    id: 'page',
    title: 'GET /clients, a page of 50',
    admin: true,
    prepare: (target) => adminGet(target, ['/clients'], 'page'),
  },
];

const grant = 'grant_type=client_credentials&scope=api';

/** @param {'es256' | 'rs256' | 'opaque'} key */
function clientCredentials(key) {
  return async ({ issuer }, { clients }) => ({
    ...formPost(issuer, '/token', clients[key]),
    bodies: [grant],
    check: key,
  });
}

function formPost(origin, path, { authorization }) {
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
  return { origin, method: /** @type {const} */ ('POST'), paths: [path], headers };
}

/**
 * @param {Target} target
 * @param {string[]} paths
 * @param {'client' | 'page'} check
 */
async function adminGet({ admin = '', adminToken }, paths, check) {
  const headers = { authorization: `Bearer ${await adminToken?.()}`, accept: 'application/json' };
  return { origin: admin, method: /** @type {const} */ ('GET'), paths, headers, check };
}

async function opaqueToken(issuer, { authorization }) {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams(grant),
  });
  const answer = /** @type {any} */ (await response.json());
  if (!response.ok) throw new Error(`${issuer}: ${JSON.stringify(answer)}`);
  return answer.access_token;
}
