import { describe, expect, it } from 'vitest';
import { standardResources } from '../resources/index.js';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('default-acr-values-are-reachable', () => {
  const [password] = standardResources.authenticators;
  const server = (acr: string | null) => aServer({ authenticators: [{ ...password!, acr }] });
  const client = aClient({ default_acr_values: ['urn:example:loa:1'] });

  it('refuses a class that no sign-in of the client can have', () => {
    for (const acr of [null, 'urn:example:loa:2']) {
      expect(issuesOf(client, server(acr))).toMatchObject([
        { pointer: '/default_acr_values/0', rule: 'default-acr-values-are-reachable' },
      ]);
    }
  });

  it('accepts the class of an authenticator of the client', () => {
    expect(issuesOf(client, server('urn:example:loa:1'))).toEqual([]);
  });
});
