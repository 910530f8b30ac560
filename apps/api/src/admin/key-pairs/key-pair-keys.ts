import { Injectable } from '@nestjs/common';
import { type AnyRecord, type KeyPair, algsOfKey } from '@clientele/client-schema';
import { recordIssues } from '@clientele/client-schema/resource';
import { resourceOf } from '@clientele/client-schema/resources/index';
import { type NewKey, type StoredClient } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { keepsClientsValid } from '../clients/keeps-clients-valid.js';
import { Registry } from '../registry.js';
import { type Companion } from '../resources/companions.js';
import { type ServerFacts } from '../server-view.js';
import { KeyMaker, type KeyOrder } from './key-maker.js';

/** The keys of a key pair come and go with it. */
@Injectable()
export class KeyPairKeys implements Companion {
  constructor(
    private readonly registry: Registry,
    private readonly maker: KeyMaker,
  ) {}

  prepare(record: AnyRecord): Promise<NewKey | undefined> {
    return this.maker.make(orderOf(record as unknown as KeyPair));
  }

  async created(id: string, key: unknown): Promise<void> {
    if (key) await this.registry.keys.add(id, key as NewKey);
  }

  async mayGo(
    id: string,
    server: ServerFacts,
    caller: CallerIdentity,
    clients: AsyncIterable<StoredClient> | Iterable<StoredClient>,
  ): Promise<void> {
    const left = (await this.registry.keys.listShared()).filter(({ pair, state }) => pair !== id && state === 'active');
    const signing_algs = [...new Set(left.flatMap(({ public_jwk }) => algsOfKey(public_jwk)))];
    const key_pairs = server.key_pairs.filter((pair) => pair.id !== id);
    const after = { ...server, signing_algs, key_pairs };
    const resource = resourceOf('access_token_managers');
    const broken = server.access_token_managers.filter(
      (manager) => recordIssues(resource, { ...manager }, after).length > 0,
    );
    if (broken.length > 0) {
      throw new Problem(problems.inUse, {
        detail: `No other key pair can sign for the access token managers ${broken.map((manager) => manager.id).join(', ')}.`,
      });
    }
    await keepsClientsValid(clients, after, caller);
  }

  async removed(id: string): Promise<void> {
    await this.registry.keys.removePair(id);
  }
}

/** What the keys of a shared pair are like. */
export function orderOf({ use, type, modulus_size, curve, adapter_id }: KeyPair): KeyOrder {
  return { use, type, modulus_size, curve, adapter_id };
}
