/**
 * The process that the load comes from. It is told a load and a duration, sends requests on keep-alive connections for
 * that long, each connection one at a time, lets the last ones finish, and tells what came back.
 */
import { Client } from 'undici';
import { conversations } from './conversations.mjs';

/**
 * @typedef {object} Load
 * @property {string} origin
 * @property {'GET' | 'POST'} method
 * @property {string[]} paths each connection goes through them in turn, beginning at a place of its own
 * @property {Record<string, string>} headers
 * @property {string[]} [bodies] likewise
 * @property {string[]} [refreshTokens] one per connection, instead of bodies: each answer has the next one
 * @property {CodeFlow} [codeFlow] instead of bodies: three requests are one
 * @property {keyof typeof import('./checks.mjs').checks} check what a right answer is
 */

/**
 * A code flow of somebody who is signed in and has allowed it before.
 *
 * @typedef {object} CodeFlow
 * @property {string} client_id
 * @property {string[]} cookies of the browsers, one per connection
 * @property {string} request the form that is pushed
 * @property {string} redemption the form that redeems the code, but for the code
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
  const kind = load.refreshTokens ? 'refresh' : load.codeFlow ? 'codeFlow' : 'request';
  const client = new Client(load.origin, { pipelining: 1 });
  const conversation = conversations[kind](client, load, index, checked);
  let requests = 0;
  let refreshToken;
  for (; performance.now() < until; requests++) refreshToken = await conversation();
  await client.close();
  return { requests, refreshToken };
}
