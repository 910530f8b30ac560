import { describe, expect, it } from 'vitest';
import { completeRecord } from '../resource.js';
import { standardResources } from '../resources/index.js';
import { SignatureAdapterMembers } from '../resources/signature-adapters.js';
import { aClient, aServer, issuesOf } from '../testing.js';

const vault = { id: 'vault', name: 'Vault', url: 'https://vault.example.com', key_types: ['rsa', 'ec'] } as const;
const server = aServer({
  signature_adapters: [
    ...standardResources.signature_adapters,
    completeRecord(SignatureAdapterMembers, { ...vault, key_types: [...vault.key_types] }),
  ],
});
const issues = (client: Parameters<typeof aClient>[0]) => issuesOf(aClient(client, server), server);

describe('own-key-pair-fits-the-adapter', () => {
  it('refuses a kind of key that the adapter does not make', () => {
    expect(issues({ signatures_adapter: 'vault', key_pair_type: 'okp' })).toMatchObject([
      { pointer: '/key_pair_type', rule: 'own-key-pair-fits-the-adapter' },
    ]);
  });

  it('accepts one that it makes, and every kind at this server', () => {
    expect(issues({ signatures_adapter: 'vault', key_pair_type: 'ec' })).toEqual([]);
    expect(issues({ key_pair_type: 'okp' })).toEqual([]);
  });
});
