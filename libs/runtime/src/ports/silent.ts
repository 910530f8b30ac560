import { type ArtifactStore, type Count } from './artifact-store.js';
import { type DeliveryStore } from './delivery-store.js';
import { type GrantStore } from './grant-store.js';
import { type Ports } from './index.js';
import { type KeyStore, Signer } from './key-store.js';

/** The same world to look at, in which nothing that is done has an effect. */
export function silent(ports: Ports): Ports {
  return {
    ...ports,
    artifacts: silentArtifacts(ports.artifacts),
    grants: silentGrants(ports.grants),
    deliveries: silentDeliveries,
    keys: silentKeys(ports.keys),
    audit: { record: () => undefined },
  };
}

function silentArtifacts(artifacts: ArtifactStore): ArtifactStore {
  const first = async (expires_at: number): Promise<Count> => ({ value: 1, expires_at });
  return {
    get: (kind, key) => artifacts.get(kind, key),
    // What is taken stays, and what is stored once would have been the first.
    take: (kind, key) => artifacts.get(kind, key),
    put: async () => undefined,
    putOnce: async (kind, key) => (await artifacts.get(kind, key)) === undefined,
    increment: (_kind, _key, expires_at) => first(expires_at),
    decrement: async () => undefined,
  };
}

const silentDeliveries: DeliveryStore = {
  add: async () => undefined,
  claim: async () => [],
  postpone: async () => undefined,
  remove: async () => undefined,
};

function silentGrants(grants: GrantStore): GrantStore {
  return {
    find: (id) => grants.find(id),
    findByRefreshHandle: (handle) => grants.findByRefreshHandle(handle),
    findOfUser: (client, sub) => grants.findOfUser(client, sub),
    consentedScopes: (client, sub) => grants.consentedScopes(client, sub),
    create: async () => undefined,
    rotate: async () => true,
    renew: async () => true,
    revoke: async () => undefined,
    revokeOfSession: async () => undefined,
    rememberConsent: async () => undefined,
  };
}

/** Stands in for whatever holds a private key: what it makes is no signature, and no place elsewhere hears of it. */
export class SilentSigner extends Signer {
  sign(): Uint8Array {
    return new Uint8Array();
  }
}

function silentKeys(keys: KeyStore): KeyStore {
  const signer = new SilentSigner();
  return {
    list: async () => (await keys.list()).map((key) => (key.signer instanceof Signer ? { ...key, signer } : key)),
  };
}
