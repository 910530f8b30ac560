import { Injectable } from '@nestjs/common';
import { type Issue, resolveClient } from '@clientele/client-schema';
import { Clock } from '@clientele/runtime';
import { problems } from '../../problems/problem-types.js';
import { Problem, notFound, refuse } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { clientPath } from '../http/client-id-path.js';
import { type Precondition } from '../http/preconditions.js';
import { Stored } from '../http/stored.js';
import { Registry } from '../registry.js';
import { AddressedClients } from './addressed-clients.js';
import { mayGovern } from './client-authority.js';
import {
  type FreshSecret,
  type SecretView,
  chosenSecret,
  generatedSecret,
  mayHaveAnother,
  needsSecret,
  secretViewOf,
} from './client-secret.js';
import { useOfClientSecret } from './secret-fields.js';

/** A new secret in the one answer that shows it. */
export type FreshSecretView = SecretView & { client_secret: string };

@Injectable()
export class ClientSecretsService {
  constructor(
    private readonly registry: Registry,
    private readonly clock: Clock,
    private readonly clients: AddressedClients,
  ) {}

  /** Gives the client a new secret; the ones before live out the retention period. */
  async rotate(
    client_id: string,
    document: Document,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<FreshSecretView>> {
    const asked = readRequest(document);
    let fresh: FreshSecret | undefined;
    return this.clients.untilWritten(client_id, precondition, caller, async (client) => {
      const server = await this.registry.ports.settings.read();
      const effective = resolveClient(client.document, server);
      mayGovern(caller, effective);
      if (!needsSecret(effective)) {
        throw new Problem(problems.conflict, {
          detail: 'The client has no secret: it neither authenticates by one nor has answers signed with one.',
        });
      }
      mayHaveAnother(effective, client.secrets, this.clock.now());
      const use = useOfClientSecret(client.document, server, client.secrets);
      // Hashing takes long on purpose, and comes out the same for every attempt.
      fresh ??=
        asked.client_secret !== undefined
          ? await chosenSecret(asked.client_secret, client.document, use)
          : generatedSecret(use);
      const updated = await this.registry.clients.update(client_id, client.revision, {
        updated_by: caller.name,
        secrets: {
          add: [{ ...fresh.stored, label: asked.label }],
          retireAt: this.clock.now() + effective.client_secret_retention_ttl,
        },
      });
      const newest = updated?.secrets.find(({ field }) => field === 'client_secret');
      if (!updated || !newest) return undefined;
      return new Stored({ ...secretViewOf(newest), client_secret: fresh.plain }, updated.revision, {
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

function readRequest(document: Document): { client_secret?: string; label: string | null } {
  const { client_secret, label = null, ...others } = document;
  refuse(
    problems.unknownMember,
    Object.keys(others).map((name): Issue => ({
      pointer: `/${name}`,
      rule: 'known-field',
      detail: 'is not a known field',
    })),
  );
  const faults: Issue[] = [];
  if (client_secret !== undefined && (typeof client_secret !== 'string' || client_secret.length > 512)) {
    faults.push({ pointer: '/client_secret', rule: 'is-string', detail: 'must be a string of at most 512 characters' });
  }
  if (label !== null && (typeof label !== 'string' || label.length > 128)) {
    faults.push({ pointer: '/label', rule: 'is-string', detail: 'must be a string of at most 128 characters' });
  }
  refuse(problems.invalidDocument, faults);
  return {
    label: label as string | null,
    ...(client_secret !== undefined && { client_secret: client_secret as string }),
  };
}
