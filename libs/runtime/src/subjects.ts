import { createHmac } from 'node:crypto';
import { type SettingsStore } from './ports/settings-store.js';
import { type RegisteredClient } from './registered-client.js';

/** What clients call users, OpenID Connect Core §8. */
export class Subjects {
  #key: Promise<Uint8Array> | undefined;

  constructor(private readonly settings: Pick<SettingsStore, 'pairwiseKey'>) {}

  /** The `sub` by which a client knows a user: their own, or another one in each sector. */
  of({ sector }: Pick<RegisteredClient, 'sector'>, sub: string): string | Promise<string> {
    return sector === undefined ? sub : this.#pairwise(sector, sub);
  }

  /** §8.1: nobody without the key can tell who it is, or that two of them are one user. */
  async #pairwise(sector: string, sub: string): Promise<string> {
    const key = await this.#read();
    return createHmac('sha256', key)
      .update(JSON.stringify([sector, sub]))
      .digest('base64url');
  }

  #read(): Promise<Uint8Array> {
    if (this.#key) return this.#key;
    const reading = this.settings.pairwiseKey();
    this.#key = reading;
    // What could not be read is asked for again.
    reading.catch(() => (this.#key = undefined));
    return reading;
  }
}
