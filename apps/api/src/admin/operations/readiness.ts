import { Injectable } from '@nestjs/common';
import { Registry } from '../registry.js';

/** Whether this process should be sent requests. */
@Injectable()
export class Readiness {
  #closing = false;

  constructor(private readonly registry: Registry) {}

  /** From now on not ready, so that no new requests are sent here while the present ones end. */
  close(): void {
    this.#closing = true;
  }

  /** What stands in the way; none: nothing. Named for probes that anybody may call: no versions and no addresses. */
  async obstacles(): Promise<string[]> {
    if (this.#closing) return ['shutting down'];
    try {
      await this.registry.ping();
      const [pending, keys] = await Promise.all([this.registry.migrationsPending(), this.registry.keys.listShared()]);
      return [...(pending ? ['migrations'] : []), ...(keys.some(({ state }) => state === 'active') ? [] : ['keys'])];
    } catch {
      // The probe is asked every few seconds; what is wrong with the database is logged where it is used.
      return ['database'];
    }
  }
}
