import { Injectable } from '@nestjs/common';
import { countFindings } from '@clientele/client-schema';
import { type StoredClient } from '@clientele/storage';
import { type ServerFacts, ServerView } from '../server-view.js';

/** As many clients as counts are kept for; those that were counted first go first. */
const keptAtMost = 20_000;

/** How many findings a lint of each client would tell, worked out once per revision and state of the server. */
@Injectable()
export class FindingCounts {
  #against: ServerFacts['edition'] | undefined;
  #kept = new Map<string, { revision: number; findings: number }>();

  constructor(private readonly view: ServerView) {}

  /** In the order of the clients. */
  async of(clients: readonly StoredClient[]): Promise<number[]> {
    const server = await this.view.read();
    if (this.#against !== server.edition) {
      this.#against = server.edition;
      this.#kept = new Map();
    }
    return clients.map(({ client_id, revision, document }) => {
      const kept = this.#kept.get(client_id);
      if (kept?.revision === revision) return kept.findings;
      const findings = countFindings({ ...document }, server);
      this.#kept.delete(client_id);
      this.#kept.set(client_id, { revision, findings });
      if (this.#kept.size > keptAtMost) this.#kept.delete(this.#kept.keys().next().value!);
      return findings;
    });
  }
}
