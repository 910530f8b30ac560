import { Injectable } from '@nestjs/common';
import { Clock } from '@clientele/runtime';
import { type StoredClient } from '@clientele/storage';
import { type Document } from '../http/body.js';
import { type Json } from '../http/json.js';
import { Config } from '../../configuration/config.js';
import {
  type ClientView,
  type ManagesItself,
  type PickMembers,
  managementOf,
  viewInJson,
  viewOf,
} from './client-view.js';
import { OwnKeyPairs, type PublicHalf } from './own-key-pair.js';

/** A client as a reading shows it: whole, or what was asked for. */
export type Shown = Json | (Partial<ClientView> & { _effective?: Document; _findings?: number });

/** Clients as they are shown, with the keys that sign for them; those of several clients are looked up together. */
@Injectable()
export class ClientViews {
  constructor(
    private readonly keys: OwnKeyPairs,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async of(client: StoredClient): Promise<ClientView> {
    return (await this.ofAll([client]))[0]!;
  }

  async ofAll(clients: readonly StoredClient[]): Promise<ClientView[]> {
    const halfOf = await this.keys.publicHalves(clients);
    const now = this.clock.now();
    return clients.map((client) => viewOf(client, now, this.#beside(client, halfOf(client))));
  }

  #beside(client: StoredClient, half: PublicHalf): PublicHalf & ManagesItself {
    return { ...half, ...managementOf(client, this.config.issuer) };
  }

  /** @param pick what of each client is shown; undefined: everything, out of the documents as they are stored */
  async shown(clients: readonly StoredClient[], pick?: PickMembers): Promise<Shown[]> {
    if (pick) return (await this.ofAll(clients)).map(pick);
    const halfOf = await this.keys.publicHalves(clients);
    const now = this.clock.now();
    return clients.map((client) => viewInJson(client, now, this.#beside(client, halfOf(client))));
  }
}
