import { Injectable } from '@nestjs/common';
import { type StoredClient } from '@clientele/storage';
import { notFound } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { untilWritten } from '../http/compare-and-set.js';
import { type Precondition } from '../http/preconditions.js';
import { Registry } from '../registry.js';
import { ClientRevisionsService } from './client-revisions.service.js';

/** What is found at the address of a client. */
interface Sought {
  /** Also one that was deleted and can be restored; default: not. */
  readonly trashed?: boolean;
}

/** The client that the address of a request names: one that the caller does not get to see is not there. */
@Injectable()
export class AddressedClients {
  constructor(
    private readonly registry: Registry,
    private readonly revisions: ClientRevisionsService,
  ) {}

  /** @throws Problem 404 */
  async find(client_id: string, caller: CallerIdentity, sought: Sought = {}): Promise<StoredClient> {
    const client = await this.registry.clients.find(client_id, { ...sought, ...caller.reach });
    if (!client) throw notFound('client');
    return client;
  }

  /**
   * Writes to the client as it is, again where somebody else was faster.
   * @param write resolves to undefined when somebody else wrote in between
   * @throws Problem 404; 412 with who saved the present revision, and what has changed since the expected one
   */
  untilWritten<T>(
    client_id: string,
    precondition: Precondition,
    caller: CallerIdentity,
    write: (present: StoredClient) => Promise<T | undefined>,
    sought: Sought = {},
  ): Promise<T> {
    return this.untilMet(precondition, () => this.find(client_id, caller, sought), write);
  }

  /** The same for a client that is read in another way. @param read resolves to undefined where there is none yet */
  untilMet<S extends StoredClient | undefined, T>(
    precondition: Precondition,
    read: () => Promise<S>,
    write: (present: S) => Promise<T | undefined>,
  ): Promise<T> {
    return untilWritten(precondition, read, write, (present, expected) => this.revisions.since(present, expected));
  }
}
