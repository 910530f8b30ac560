import { generateKeyPairSync } from 'node:crypto';
import { type PublicJwk, redirectUriFault, standardResources } from '@clientele/client-schema';
import { completeRecord } from '@clientele/client-schema/resource';
import { RedirectUriValidationPolicyMembers } from '@clientele/client-schema/resources/redirect-uri-validation-policies';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { type ProtocolResponse } from '../http.js';
import { advisedAgainst, comparisons, otherwise, refused } from '../testing/redirect-uri-cases.js';
import { type World, aRegisteredClient, challenge, issuer, serverWith } from '../testing/server-with.js';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwks = { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'requests' }] as PublicJwk[] };

/** A native client with one registered address, on a server that permits wildcards. */
async function worldWith(registered: string): Promise<World> {
  const world = await serverWith(
    aRegisteredClient({
      application_type: 'native',
      redirect_uris: [registered],
      post_logout_redirect_uris: registered.includes('*') ? [] : [registered],
      redirect_uri_validation_policy_id: registered.includes('*') ? 'wildcards' : undefined,
      jwks,
      bypass_consent: true,
    }),
  );
  world.settings.records.redirect_uri_validation_policies = [
    ...standardResources.redirect_uri_validation_policies,
    completeRecord(RedirectUriValidationPolicyMembers, { id: 'wildcards', name: 'Wildcards', allow_wildcards: true }),
  ];
  return world;
}

type Parameters = Record<string, string>;

const asking = {
  response_type: 'code',
  scope: 'openid',
  state: 'st4te',
  code_challenge: challenge,
  code_challenge_method: 'S256',
};

const address = (parameters: Parameters) => `/authorize?${new URLSearchParams(parameters).toString()}`;

/** The address of the browser for what is said inside a signed request object. */
async function inRequestObject(parameters: Parameters, { clock }: World, outside: Parameters = {}): Promise<string> {
  const request = await new SignJWT({ ...parameters, client_id: 'app' })
    .setProtectedHeader({ alg: 'ES256', typ: 'oauth-authz-req+jwt', kid: 'requests' })
    .setIssuer('app')
    .setAudience(issuer)
    .setIssuedAt(clock.now())
    .setExpirationTime(clock.now() + 60)
    .sign(keys.privateKey);
  return address({ client_id: 'app', request, ...outside });
}

/** Every way for a request to say where its answer goes: what the browser opens, or why it is refused before that. */
const ways: readonly [string, (parameters: Parameters, world: World) => Promise<string | ProtocolResponse>][] = [
  ['in the address', async (parameters) => address({ client_id: 'app', ...parameters })],
  ['in a request object', (parameters, world) => inRequestObject(parameters, world)],
  [
    'in a request object, with the registered one beside it',
    (parameters, world) =>
      inRequestObject(parameters, world, { redirect_uri: world.client.document.redirect_uris![0]! }),
  ],
  [
    'in a pushed request',
    async (parameters, world) => {
      const response = await world.asClient('/par', parameters);
      if (response.status !== 201) return response;
      const { request_uri } = JSON.parse(response.body) as { request_uri: string };
      return address({ client_id: 'app', request_uri });
    },
  ],
];

/** Nobody is sent anywhere. */
function expectNoRedirect({ status, headers, body }: ProtocolResponse): void {
  expect(status).toBe(400);
  expect(headers).not.toHaveProperty('location');
  expect(body).not.toContain('<form');
}

describe('[T-022, T-024, T-025, T-028] a redirect URI', () => {
  it.each(comparisons)('$row: $registered against $requested', async ({ registered, requested, isAllowed }) => {
    const world = await worldWith(registered);
    for (const [, wayOf] of ways) {
      for (const prompt of [undefined, 'none']) {
        const parameters = { ...asking, redirect_uri: requested, ...(prompt && { prompt }) };
        const way = await wayOf(parameters, world);
        if (!isAllowed) expectNoRedirect(typeof way === 'string' ? await world.send('GET', way) : way);
        else {
          const { headers } = await world.send('GET', way as string);
          expect(headers['location']).toMatch(prompt ? /error=login_required/ : /^\/interaction\//);
          if (prompt) expect(String(headers['location']).startsWith(requested)).toBe(true);
        }
      }
    }
    if (!isAllowed) return;
    for (const [, wayOf] of ways) {
      const way = (await wayOf({ ...asking, redirect_uri: requested }, world)) as string;
      const location = String((await world.browser.through(way)).headers['location']);
      expect(location.slice(0, requested.length)).toBe(requested);
      const answer = new URLSearchParams(location.slice(requested.length + 1));
      expect([...answer.keys()]).toEqual(['code', 'state', 'iss']);
      const code = answer.get('code')!;
      expect(await world.exchange(code, { redirect_uri: requested })).toHaveProperty('access_token');
    }
  });

  it('takes no more after a logout, where not even the port may differ', async () => {
    for (const { row, registered, requested } of comparisons) {
      const world = await worldWith(registered);
      const parameters = new URLSearchParams({ client_id: 'app', post_logout_redirect_uri: requested });
      const { status, headers } = await world.send('GET', `/logout?${parameters.toString()}`);
      const isSame = requested === registered;
      // What is empty counts as absent: there is nowhere to go then.
      const expected = isSame ? { status: 303, location: requested } : { status: requested === '' ? 200 : 400 };
      expect({ status, ...(isSame && { location: headers['location'] }) }, row).toEqual(expected);
      if (!isSame) expect(headers, row).not.toHaveProperty('location');
    }
  });

  it.each(refused)('%s: is not registered as %s', (_, uri) => {
    expect(redirectUriFault(uri)).toBeTypeOf('string');
  });

  it.each(advisedAgainst)('%s: may be registered as %s', (_, uri) => {
    expect(redirectUriFault(uri)).toBeUndefined();
  });

  it('has a case for each row of the table', () => {
    const rows = [
      ...comparisons.map(({ row }) => row),
      ...[...refused, ...advisedAgainst].map(([row]) => row),
      ...otherwise,
    ].map((row) => row.slice(0, 5));
    const all = Array.from({ length: 80 }, (_, index) => `RU-${String(index + 1).padStart(2, '0')}`);
    expect([...new Set(rows)].toSorted()).toEqual(all);
  });
});
