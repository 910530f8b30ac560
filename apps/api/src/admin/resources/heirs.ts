import { Injectable } from '@nestjs/common';
import {
  type Issue,
  type Server,
  clientFields,
  resolveClient,
  templateOf,
  validateClient,
} from '@clientele/client-schema';
import { type Reach, type StoredClient } from '@clientele/storage';
import { type CallerIdentity } from '../authorization/caller.js';
import { mayBequeath } from '../clients/client-authority.js';
import { type Impact, impactOf } from '../clients/impact.js';
import { keepsClientsValid } from '../clients/keeps-clients-valid.js';
import { lacksSecret } from '../clients/secret-fields.js';
import { Registry } from '../registry.js';

/** A change of what clients inherit from their template. */
export interface Bequest {
  /** Of the template. */
  readonly id: string;
  readonly before: Server;
  readonly after: Server;
}

/** The clients that inherit from a client template. */
@Injectable()
export class Heirs {
  constructor(private readonly registry: Registry) {}

  /**
   * @param saved clients that were saved since the others were looked at; absent: look at all of them
   * @throws Problem 403 for a change that gives a client more than the caller has, 409 with the clients it would break
   */
  async mayInherit(
    { id, before, after }: Bequest,
    caller: CallerIdentity,
    saved?: readonly StoredClient[],
  ): Promise<void> {
    const heirs = saved?.filter(({ document }) => document.client_template_id === id) ?? this.#of(id);
    await keepsClientsValid(governedBy(caller, heirs, before, after), after, caller, (client) =>
      faultsOf(client, before, after),
    );
  }

  /** Whom of those that the caller gets to see the change concerns. */
  impactOf({ id, before, after }: Bequest, caller: CallerIdentity): Promise<Impact> {
    const names = [before, after].flatMap((server) =>
      Object.keys(templateOf({ client_template_id: id }, server)?.defaults ?? {}),
    );
    const fields = [...clientFields.keys()].filter((name) => names.includes(name));
    return impactOf(this.#of(id, caller.reach), fields, { before, after });
  }

  #of(id: string, reach: Reach = {}): AsyncIterable<StoredClient> {
    return this.registry.clients.export({ filters: { client_template_id: id }, ...reach });
  }
}

/** The clients, each looked at for what it lets whoever changes it obtain. */
async function* governedBy(
  caller: CallerIdentity,
  clients: AsyncIterable<StoredClient> | Iterable<StoredClient>,
  before: Server,
  after: Server,
): AsyncGenerator<StoredClient> {
  for await (const client of clients) {
    mayBequeath(caller, resolveClient(client.document, before), resolveClient(client.document, after));
    yield client;
  }
}

/** No secret is made here: nobody would be shown it. */
function faultsOf({ document, secrets }: StoredClient, before: Server, after: Server): Issue[] {
  const faults = validateClient(document, after);
  if (faults.length > 0 || !lacksSecret(document, after, secrets) || lacksSecret(document, before, secrets)) {
    return faults;
  }
  const pointer = '/token_endpoint_auth_method';
  return [{ pointer, rule: 'client-has-its-secret', detail: 'would need a secret that it does not have' }];
}
