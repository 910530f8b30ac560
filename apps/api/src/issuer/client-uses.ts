import { type Clock } from '@clientele/runtime';
import { type ClientRepository } from '@clientele/storage';

/** Clients remembered between two writes; more than that are noted at their next use. */
const limit = 10_000;

/** Notes when clients last obtained a token: collected in memory, since a write per token would cost more than the token. */
export class ClientUses {
  readonly #uses = new Map<string, number>();

  constructor(
    private readonly clients: Pick<ClientRepository, 'touch'>,
    private readonly clock: Clock,
  ) {}

  note(client_id: string): void {
    if (this.#uses.size < limit || this.#uses.has(client_id)) this.#uses.set(client_id, this.clock.now());
  }

  /** Writes what was collected. */
  async flush(): Promise<void> {
    if (this.#uses.size === 0) return;
    const uses = [...this.#uses].map(([client_id, at]) => ({ client_id, at }));
    this.#uses.clear();
    await this.clients.touch(uses);
  }
}
