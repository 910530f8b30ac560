import { type ProtocolResponse } from '@clientele/runtime';
import { aBrowser, challenge, redirectUri, verifier } from '@clientele/runtime/testing/server-with';
import { aWebClient } from './admin-api.js';
import { type RunningServer } from './running-server.js';

type Form = Record<string, string>;

/** A public client that signs users in, trusted so that they are asked for their password only. */
export function aSignInClient(client_id: string): Record<string, unknown> {
  return aWebClient({
    client_id,
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'none',
    client_type: 'single_page_application',
    first_party: true,
  });
}

/** A user’s browser at a running server, and the client that it comes from. */
export function aUserAgent(server: RunningServer, client_id: string) {
  async function send(method: string, path: string, over: { headers?: Form; body?: string } = {}) {
    const answer = await server.issuer(path, { method, ...over });
    const headers = { ...Object.fromEntries(answer.headers), 'set-cookie': answer.headers.getSetCookie() };
    return { status: answer.status, headers, body: await answer.text() } satisfies ProtocolResponse;
  }
  const browser = aBrowser(send, (path, form, headers = {}) =>
    send('POST', path, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(form).toString(),
    }),
  );
  const authorizationUrl = (over: Form = {}) =>
    `/authorize?${new URLSearchParams({
      client_id,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...over,
    }).toString()}`;
  const token = async (form: Form) =>
    (await (
      await server.issuer('/token', { method: 'POST', body: new URLSearchParams({ client_id, ...form }) })
    ).json()) as Form;
  return {
    /** What the browser shows at the authorization endpoint. */
    visit: () => browser.visit(authorizationUrl()),
    /** What the client hears; with prompt=none nobody is asked for anything. */
    told: async (over: Form = {}): Promise<Form> => {
      const { headers } = await (over.prompt === 'none' ? browser.open : browser.through)(authorizationUrl(over));
      return Object.fromEntries(new URL(headers['location'] as string).searchParams);
    },
    /** Sends the user to sign out, who agrees; gives the page after that. */
    signOut: async (over: Form = {}) => {
      const question = await browser.open(`/logout?${new URLSearchParams(over).toString()}`);
      return browser.submit('/logout', question, { action: 'sign-out' });
    },
    exchange: (code: string, over: Form = {}) =>
      token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, ...over }),
    refresh: (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token }),
    /** The status of the userinfo endpoint. */
    userinfo: async (access_token: string) =>
      (await server.issuer('/userinfo', { headers: { authorization: `Bearer ${access_token}` } })).status,
  };
}
