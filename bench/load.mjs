/**
 * The process that the load comes from. It is told a load and a duration, sends requests on keep-alive connections for
 * that long, each connection one at a time, lets the last ones finish, and tells what came back.
 */
import { Client } from 'undici';
import { checks } from './checks.mjs';

/**
 * @typedef {object} Load
 * @property {string} origin
 * @property {'GET' | 'POST'} method
 * @property {string[]} paths each connection goes through them in turn, beginning at a place of its own
 * @property {Record<string, string>} headers
 * @property {string[]} [bodies] likewise
 * @property {string[]} [refreshTokens] one per connection, instead of bodies: each answer has the next one
 * @property {keyof typeof checks} check what a right answer is
 */

/**
 * @typedef {object} Order
 * @property {Load} load
 * @property {number} connections
 * @property {number} seconds
 * @property {boolean} checked whether every answer is read and checked, or its status alone
 */

// A wrong answer ends this process, and with it the run.
process.on('message', (/** @type {Order} */ order) => void fulfil(order));

/** @param {Order} order */
async function fulfil(order) {
  const until = performance.now() + order.seconds * 1000;
  stayAwakeUntil(until);
  const connections = Array.from({ length: order.connections }, (_, index) => converse(order, index, until));
  const ends = await Promise.all(connections);
  process.send?.({
    requests: ends.reduce((sum, { requests }) => sum + requests, 0),
    refreshTokens: ends.map(({ refreshToken }) => refreshToken),
  });
}

/**
 * Keeps this process from waiting: waking it would be work of the server's kernel, the more of it the slower the server.
 *
 * @param {number} until
 */
function stayAwakeUntil(until) {
  if (performance.now() < until) setImmediate(stayAwakeUntil, until);
}

/**
 * @param {Order} order
 * @param {number} index of the connection
 * @param {number} until
 */
async function converse({ load, checked }, index, until) {
  const { origin, method, paths, headers, bodies, check } = load;
  const client = new Client(origin, { pipelining: 1 });
  let refreshToken = load.refreshTokens?.[index];
  let requests = 0;
  // Connections begin far from each other, so that no two ask for the same thing at the same time.
  let place = index * 311;
  while (performance.now() < until) {
    const body = refreshToken ? `grant_type=refresh_token&refresh_token=${refreshToken}` : turn(bodies, place);
    const path = turn(paths, place++) ?? '/';
    const response = await client.request({ method, path, headers, body });
    const text = await response.body.text();
    if (response.statusCode !== 200) throw new Error(`${origin}${path}: ${response.statusCode} ${text}`);
    if (checked) checks[check](JSON.parse(text), path);
    if (refreshToken) refreshToken = nextRefreshToken(text, refreshToken);
    requests++;
  }
  await client.close();
  return { requests, refreshToken };
}

function turn(list, place) {
  return list?.[place % list.length];
}

function nextRefreshToken(text, spent) {
  const { refresh_token } = JSON.parse(text);
  if (typeof refresh_token !== 'string' || refresh_token === spent) throw new Error(`no new refresh token: ${text}`);
  return refresh_token;
}
