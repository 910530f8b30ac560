/**
 * What a connection does again and again. Each makes a function that does it once, and gives the refresh token to go on
 * with, where there is one. A wrong answer throws.
 *
 * @typedef {(client: import('undici').Client, load: import('./load.mjs').Load, index: number, checked: boolean) =>
 *   () => Promise<string | undefined>} Conversation
 */
import { checks } from './checks.mjs';
import { authorizationAddress } from './sign-in.mjs';

/** @type {Record<'request' | 'refresh' | 'codeFlow', Conversation>} */
export const conversations = {
  request(client, { method, paths, headers, bodies, check }, index, checked) {
    // Connections begin far from each other, so that no two ask for the same thing at the same time.
    let place = index * 311;
    return async () => {
      const path = turn(paths, place) ?? '/';
      const text = await answer(client, { method, path, headers, body: turn(bodies, place++) });
      if (checked) checks[check](JSON.parse(text), path);
      return undefined;
    };
  },

  refresh(client, { method, paths: [path = '/'], headers, refreshTokens, check }, index, checked) {
    let spent = refreshTokens?.[index];
    return async () => {
      const body = `grant_type=refresh_token&refresh_token=${spent}`;
      const text = await answer(client, { method, path, headers, body });
      const tokens = JSON.parse(text);
      if (checked) checks[check](tokens, path);
      if (typeof tokens.refresh_token !== 'string' || tokens.refresh_token === spent) {
        throw new Error(`no new refresh token: ${text}`);
      }
      return (spent = tokens.refresh_token);
    };
  },

  codeFlow(client, { method, paths: [path = '/'], headers, codeFlow, check, origin }, index, checked) {
    const { client_id, cookies, request, redemption } = /** @type {import('./load.mjs').CodeFlow} */ (codeFlow);
    const cookie = cookies[index] ?? '';
    return async () => {
      const pushed = JSON.parse(await answer(client, { method, path, headers, body: request }, 201));
      const address = new URL(authorizationAddress(origin, client_id, pushed.request_uri));
      const response = await client.request({
        method: 'GET',
        path: address.pathname + address.search,
        headers: { cookie },
      });
      const page = await response.body.text();
      const { location } = response.headers;
      const code = typeof location === 'string' && new URL(location).searchParams.get('code');
      if (!code) throw new Error(`${address.href}: ${response.statusCode}, no code: ${String(location)} ${page}`);
      const body = `${redemption}&code=${encodeURIComponent(code)}`;
      const text = await answer(client, { method, path: '/token', headers, body });
      if (checked) checks[check](JSON.parse(text), '/token');
      return undefined;
    };
  },
};

/**
 * @param {import('undici').Client} client
 * @param {import('undici').Dispatcher.RequestOptions} request
 * @returns {Promise<string>} the body
 */
async function answer(client, request, status = 200) {
  const response = await client.request(request);
  const text = await response.body.text();
  if (response.statusCode !== status) throw new Error(`${request.path}: ${response.statusCode} ${text}`);
  return text;
}

function turn(list, place) {
  return list?.[place % list.length];
}
