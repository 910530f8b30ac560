import { completeRecord } from '@clientele/client-schema/resource';
import { standardResources } from '@clientele/client-schema';
import { RedirectUriValidationPolicyMembers } from '@clientele/client-schema/resources/redirect-uri-validation-policies';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, serverWith } from '../testing/server-with.js';

async function serverWithPolicies(client: Parameters<typeof aRegisteredClient>[0]) {
  const world = await serverWith(aRegisteredClient(client));
  world.settings.records.redirect_uri_validation_policies = [
    ...standardResources.redirect_uri_validation_policies,
    completeRecord(RedirectUriValidationPolicyMembers, { id: 'open', name: 'Open', allow_wildcards: true }),
  ];
  return world;
}

const registered = 'https://*.preview.example.com/cb';
const requested = 'https://pr-17.preview.example.com/cb';

describe('the redirect URI policy', () => {
  it('[redirect_uri_validation_policy_id] [redirect_uris] lets a wildcard stand for the address of a request', async () => {
    const world = await serverWithPolicies({
      redirect_uris: [registered],
      redirect_uri_validation_policy_id: 'open',
    });
    const { location } = (await world.browser.through(world.authorizationUrl({ redirect_uri: requested }))).headers;
    expect(location).toMatch(/^https:\/\/pr-17\.preview\.example\.com\/cb\?/);
    const code = new URL(location as string).searchParams.get('code')!;
    expect(await world.exchange(code, { redirect_uri: requested })).toHaveProperty('access_token');
  });

  it('is the server’s for a client without one; and under exact comparison a wildcard stands for nothing', async () => {
    const world = await serverWithPolicies({ redirect_uris: [registered] });
    const asked = () => world.send('GET', world.authorizationUrl({ redirect_uri: requested }));
    expect((await asked()).status).toBe(400);
    world.settings.change({ redirect_uri_validation_policy_id: 'open' });
    world.changes.emit({ kind: 'server' });
    expect((await asked()).status).toBe(303);
  });

  it('never sends an answer to a wildcard itself', async () => {
    const world = await serverWithPolicies({
      redirect_uris: [registered],
      redirect_uri_validation_policy_id: 'open',
    });
    for (const redirect_uri of [registered, '-']) {
      const response = await world.send('GET', world.authorizationUrl({ redirect_uri, scope: 'email' }));
      expect(response.status).toBe(400);
      expect(response.headers).not.toHaveProperty('location');
    }
  });

  it('frees the port of loopback addresses', async () => {
    const world = await serverWithPolicies({
      redirect_uris: ['http://127.0.0.1/cb'],
      redirect_uri_validation_policy_id: 'loopback-ports',
    });
    const answer = await world.send('GET', world.authorizationUrl({ redirect_uri: 'http://127.0.0.1:49152/cb' }));
    expect(answer.status).toBe(303);
  });
});
