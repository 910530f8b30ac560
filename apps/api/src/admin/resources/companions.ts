import { Injectable } from '@nestjs/common';
import { type AnyRecord, type AnyResource } from '@clientele/client-schema';
import { type StoredClient } from '@clientele/storage';
import { type CallerIdentity } from '../authorization/caller.js';
import { KeyPairKeys } from '../key-pairs/key-pair-keys.js';
import { type ServerFacts } from '../server-view.js';

/** What comes and goes with the records of a resource. */
export interface Companion {
  /** Makes what takes long, before anything is locked. */
  prepare(record: AnyRecord): Promise<unknown>;
  /** In the unit that creates the record. */
  created(id: string, prepared: unknown): Promise<void>;
  /** @throws Problem 409 for a record that something needs which does not name it */
  mayGo(
    id: string,
    server: ServerFacts,
    caller: CallerIdentity,
    clients: AsyncIterable<StoredClient> | Iterable<StoredClient>,
  ): Promise<void>;
  /** In the unit that removes the record. */
  removed(id: string): Promise<void>;
}

/** The resources whose records have something beside them: a key pair its keys. */
@Injectable()
export class Companions {
  readonly #byResource: ReadonlyMap<string, Companion>;

  constructor(keys: KeyPairKeys) {
    this.#byResource = new Map([['key_pairs', keys]]);
  }

  of({ name }: AnyResource): Companion | undefined {
    return this.#byResource.get(name);
  }
}
