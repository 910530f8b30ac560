import { Injectable } from '@nestjs/common';
import { type Client, type Issue, type Server, resolveClient, validateClient } from '@clientele/client-schema';
import { isSame } from '@clientele/client-schema/same';
import { Clock } from '@clientele/runtime';
import { problems } from '../../problems/problem-types.js';
import { Problem, notFound, refuse } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { clientPath } from '../http/client-id-path.js';
import { membersOf } from '../http/members.js';
import { type Precondition } from '../http/preconditions.js';
import { Stored } from '../http/stored.js';
import { Registry } from '../registry.js';
import { ServerView } from '../server-view.js';
import { AddressedClients } from './addressed-clients.js';
import { mayGovern } from './client-authority.js';
import {
  type FreshSecret,
  type SecretView,
  chosenSecret,
  expiryFaults,
  generatedSecret,
  mayHaveAnother,
  needsSecret,
  secretViewOf,
} from './client-secret.js';
import { useOfClientSecret } from './secret-fields.js';
import { SecretRotationMembers } from './secret-rotation-members.js';

/** A new secret in the one answer that shows it. */
export type FreshSecretView = SecretView & { client_secret: string };

@Injectable()
export class ClientSecretsService {
  constructor(
    private readonly registry: Registry,
    private readonly view: ServerView,
    private readonly clock: Clock,
    private readonly clients: AddressedClients,
  ) {}

  /** Gives the client a new secret; the ones before live out the retention period, which the request may set. */
  async rotate(
    client_id: string,
    document: Document,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<FreshSecretView>> {
    const asked = readRequest(document, this.clock.now());
    let fresh: FreshSecret | undefined;
    return this.clients.untilWritten(client_id, precondition, caller, async (client) => {
      const server = await this.view.read();
      mayGovern(caller, resolveClient(client.document, server));
      const next = withChanges(client.document, asked.changes, server);
      const effective = resolveClient(next, server);
      if (!needsSecret(effective)) {
        throw new Problem(problems.conflict, {
          detail: 'The client has no secret: it neither authenticates by one nor has answers signed with one.',
        });
      }
      mayHaveAnother(effective, client.secrets, this.clock.now());
      const use = useOfClientSecret(next, server, client.secrets);
      // Hashing takes long on purpose, and comes out the same for every attempt.
      fresh ??=
        asked.client_secret !== undefined
          ? await chosenSecret(asked.client_secret, client.document, use)
          : generatedSecret(use);
      const { plain, stored } = fresh;
      const updated = await this.registry.checkedWrites.ofClient(server.since, () =>
        this.registry.clients.update(client_id, client.revision, {
          updated_by: caller.name,
          ...(next !== client.document && { document: next }),
          secrets: {
            add: [{ ...stored, label: asked.label }],
            retireAt: this.clock.now() + effective.client_secret_retention_ttl,
          },
        }),
      );
      const newest = updated?.secrets.find(({ field }) => field === 'client_secret');
      if (!updated || !newest) return undefined;
      return new Stored({ ...secretViewOf(newest), client_secret: plain }, updated.revision, {
        created: `${clientPath(client_id)}/secrets/${newest.id}`,
      });
    });
  }

  /** Newest first, expired ones too until they are purged. @throws Problem 404 */
  async list(client_id: string, caller: CallerIdentity): Promise<{ items: SecretView[] }> {
    const { secrets } = await this.clients.find(client_id, caller);
    return { items: secrets.filter(({ field }) => field === 'client_secret').map(secretViewOf) };
  }

  /** Ends one secret now. */
  async end(client_id: string, secret_id: string, precondition: Precondition, caller: CallerIdentity): Promise<void> {
    await this.clients.untilWritten(client_id, precondition, caller, async (client) => {
      mayGovern(caller, resolveClient(client.document, await this.registry.ports.settings.read()));
      if (!client.secrets.some(({ id, field }) => id === secret_id && field === 'client_secret'))
        throw notFound('secret');
      return this.registry.clients.update(client_id, client.revision, {
        updated_by: caller.name,
        secrets: { end: [secret_id] },
      });
    });
  }
}

/** What a rotation asks for. */
interface Asked {
  readonly client_secret?: string;
  readonly label: string | null;
  /** What the client says of its secrets from now on. */
  readonly changes: Partial<Pick<Client, 'client_secret_expires_at' | 'client_secret_retention_ttl'>>;
}

/** @throws Problem 400 for unknown members, 422 with every fault */
function readRequest(document: Document, now: number): Asked {
  const { client_secret, label = null } = document;
  const faults: Issue[] = [];
  if (client_secret !== undefined && (typeof client_secret !== 'string' || client_secret.length > 512)) {
    faults.push({ pointer: '/client_secret', rule: 'is-string', detail: 'must be a string of at most 512 characters' });
  }
  if (label !== null && (typeof label !== 'string' || label.length > 128)) {
    faults.push({ pointer: '/label', rule: 'is-string', detail: 'must be a string of at most 128 characters' });
  }
  const { expires_at, client_secret_retention_ttl } = membersOf(SecretRotationMembers, document, {
    extra: ['client_secret', 'label'],
    faults,
  });
  const seconds = typeof expires_at === 'string' ? Math.floor(Date.parse(expires_at) / 1000) : 0;
  refuse(problems.invalidDocument, pointedAtExpiry(expiryFaults({ client_secret_expires_at: seconds }, now)));
  return {
    label: label as string | null,
    ...(client_secret !== undefined && { client_secret: client_secret as string }),
    changes: {
      ...(document.expires_at !== undefined && { client_secret_expires_at: seconds }),
      ...(document.client_secret_retention_ttl !== undefined && { client_secret_retention_ttl }),
    },
  };
}

/**
 * The client with what it is to say of its next secret and of those that are replaced.
 * @throws Problem 422 where the client may not have that, such as another expiry than the one that its template locks
 */
function withChanges(client: Client, changes: Asked['changes'], server: Server): Client {
  const { client_secret_retention_ttl, ...others } = { ...client, ...changes };
  // Null inherits, as in a merge patch.
  const next = { ...others, ...(client_secret_retention_ttl != null && { client_secret_retention_ttl }) };
  if (isSame(next, client)) return client;
  const known = new Set(validateClient(client, server).map(({ pointer, rule }) => `${pointer} ${rule}`));
  refuse(
    problems.invalidDocument,
    pointedAtExpiry(validateClient(next, server).filter(({ pointer, rule }) => !known.has(`${pointer} ${rule}`))),
  );
  return next;
}

/** Faults of the client's expiry, told of the member that asked for it. */
function pointedAtExpiry(faults: readonly Issue[]): Issue[] {
  return faults.map((fault) =>
    fault.pointer === '/client_secret_expires_at' ? { ...fault, pointer: '/expires_at' } : fault,
  );
}
