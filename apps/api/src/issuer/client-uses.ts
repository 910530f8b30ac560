import { type Clock } from '@clientele/runtime';
import { type ClientRepository } from '@clientele/storage';

/** Clients and secrets remembered between two writes; more than that are noted at their next use. */
const limit = 10_000;

interface Use {
  readonly client_id: string;
  readonly secret_id?: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/**
 * Notes when clients last obtained a token, and with which secret: collected in memory, since a write per token would
 * cost more than the token.
 */
export class ClientUses {
  readonly #uses = new Map<string, Use>();

  constructor(
    private readonly clients: Pick<ClientRepository, 'touch'>,
    private readonly clock: Clock,
  ) {}

  /** @param secret_id the secret it authenticated with, if it was one */
  note(client_id: string, secret_id?: string): void {
    const key = `${client_id} ${secret_id ?? ''}`;
    if (this.#uses.size >= limit && !this.#uses.has(key)) return;
    this.#uses.set(key, { client_id, ...(secret_id !== undefined && { secret_id }), at: this.clock.now() });
  }

  /** Writes what was collected. */
  async flush(): Promise<void> {
    if (this.#uses.size === 0) return;
    const uses = [...this.#uses.values()];
    this.#uses.clear();
    await this.clients.touch(uses);
  }
}
