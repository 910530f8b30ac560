import { Injectable } from '@nestjs/common';
import { type KeyPair, type PublicJwk, algsOfKey, keyManagementAlgsOfKey } from '@clientele/client-schema';
import { didOfKey } from '@clientele/runtime';
import { type StoredKey } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem, notFound } from '../../problems/problem.js';
import { type Document } from '../http/body.js';
import { membersOf } from '../http/members.js';
import { Stored } from '../http/stored.js';
import { Registry } from '../registry.js';
import { KeyMaker } from './key-maker.js';
import { orderOf } from './key-pair-keys.js';
import { RotationMembers } from './rotation-members.js';

/** A key as the API shows it: its public half, and where it stands in the life of its pair. */
export type KeyView = Omit<StoredKey, 'pair' | 'public_jwk'> & {
  readonly algs: readonly string[];
  readonly jwk: PublicJwk;
  /** The same as a decentralised identifier of the method jwk. */
  readonly did: string;
};

/** The generations of key pairs. */
@Injectable()
export class KeyPairsService {
  constructor(
    private readonly registry: Registry,
    private readonly maker: KeyMaker,
  ) {}

  /** @throws Problem 404 */
  async list(id: string): Promise<{ items: KeyView[] }> {
    await this.#find(id);
    return { items: (await this.registry.keys.list([id])).map(viewOf) };
  }

  /** @throws Problem 404; 400 and 422 for what the document says beside at_once */
  async rotate(id: string, document: Document): Promise<Stored<KeyView>> {
    const { at_once } = membersOf(RotationMembers, document);
    const pair = await this.#find(id);
    const made = await this.maker.make(orderOf(pair));
    const key = await this.registry.keys.add(id, made!, { atOnce: at_once });
    return new Stored(viewOf(key), key.generation, {
      created: `/key-pairs/${encodeURIComponent(id)}/keys/${key.kid}`,
    });
  }

  /** @throws Problem 404; 409 for the key that signs */
  async withdraw(id: string, kid: string): Promise<void> {
    await this.#find(id);
    if (await this.registry.keys.withdraw(id, kid)) return;
    const key = (await this.registry.keys.list([id])).find((known) => known.kid === kid);
    if (!key || key.state === 'retired') throw notFound('key');
    throw new Problem(problems.inUse, {
      detail: 'The key signs at present: rotate the pair first, at once if need be.',
    });
  }

  async #find(id: string): Promise<KeyPair> {
    const stored = await this.registry.resources.find('key_pairs', id);
    if (!stored) throw notFound('key pair');
    return stored.document;
  }
}

/** A key without its private half. */
export function viewOf(key: StoredKey): KeyView {
  const { kid, generation, state, public_jwk, adapter_id, created_at, active_from, until } = key;
  const did = didOfKey('jwk', public_jwk);
  const algs = [...algsOfKey(public_jwk), ...keyManagementAlgsOfKey(public_jwk)];
  return { kid, generation, state, algs, jwk: public_jwk, did, adapter_id, created_at, active_from, until };
}
