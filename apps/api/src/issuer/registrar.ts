import { type Clock, ClientRegistrar, type Registered, type Registration } from '@clientele/runtime';
import { type Storage } from '@clientele/storage';
import { type Elsewhere } from '../admin/key-pairs/elsewhere.js';
import { type SectorDocuments } from '../admin/clients/sector-documents.js';
import { type Config } from '../configuration/config.js';

/** The services of the admin API by which clients register themselves, loaded by those processes only that need them. */
export class LazyRegistrar extends ClientRegistrar {
  #registrations: Promise<ClientRegistrar> | undefined;

  constructor(
    private readonly storage: Storage,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly issuer: () => SectorDocuments & Elsewhere,
  ) {
    super();
  }

  async create(...call: Parameters<ClientRegistrar['create']>): Promise<Registered> {
    return (await this.#loaded()).create(...call);
  }

  async find(client_id: string): Promise<Registration | undefined> {
    return (await this.#loaded()).find(client_id);
  }

  async replace(...call: Parameters<ClientRegistrar['replace']>): Promise<Registered | undefined> {
    return (await this.#loaded()).replace(...call);
  }

  async remove(...call: Parameters<ClientRegistrar['remove']>): ReturnType<ClientRegistrar['remove']> {
    return (await this.#loaded()).remove(...call);
  }

  #loaded(): Promise<ClientRegistrar> {
    return (this.#registrations ??= this.#load());
  }

  async #load(): Promise<ClientRegistrar> {
    const { registrationsOf } = await import('../admin/clients/registrations-of.js');
    return registrationsOf(this.storage, this.config, this.clock, this.issuer());
  }
}
