import { randomToken } from '@clientele/runtime';
import {
  type AnyResource,
  type Client,
  type RecordIn,
  type ResourceName,
  resources,
  settleClient,
  standardResources,
  validateClient,
} from '@clientele/client-schema';
import { recordsOf } from '@clientele/client-schema/references';
import { isSame } from '@clientele/client-schema/same';
import { Duplicate, type Storage } from '@clientele/storage';
import { type Document } from '../admin/http/body.js';
import { chosenSecret, generatedSecret, plainUse } from '../admin/clients/client-secret.js';
import { readServer } from '../admin/server-view.js';
import { type Config } from '../configuration/config.js';
import {
  type SystemClient,
  automationClient,
  automationClientId,
  consoleClient,
  systemClients,
} from './system-clients.js';
import { systemScopes } from './system-scopes.js';

/** Who is named as the author of what the server does by itself. */
const author = 'clientele';

/** What is shown once, to whoever made the first start. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly client_id: string;
  readonly client_secret: string;
}

type Settings = Pick<Config, 'issuer' | 'adminUrl' | 'bootstrapAdminPassword' | 'bootstrapClientSecret'>;

/**
 * Makes what a server cannot do without, and brings what follows from the configuration up to date. Of many processes
 * that start at once one does it, and all return when it is done.
 * @returns the credentials it made; undefined: it was not the first start
 */
export function bootstrap(storage: Storage, config: Settings): Promise<Credentials | undefined> {
  const bootstrapping = { id: author, name: author, client_id: null, origin: 'bootstrap', reason: null } as const;
  return storage.authorship.inTheNameOf(bootstrapping, () => makeOrReconcile(storage, config));
}

async function makeOrReconcile(storage: Storage, config: Settings): Promise<Credentials | undefined> {
  for (const pair of standardResources.key_pairs) await storage.keys.ensure(pair);
  const isFirst = !(await storage.clients.find(automationClientId, { trashed: true }));
  const credentials = isFirst ? await firstStart(storage, config) : undefined;
  if (!credentials) await storage.unitOfWork.run(() => reconcile(storage, config.adminUrl));
  return credentials;
}

async function firstStart(storage: Storage, config: Settings): Promise<Credentials | undefined> {
  const password = config.bootstrapAdminPassword ?? randomToken(18);
  const secret = config.bootstrapClientSecret
    ? await chosenSecret(config.bootstrapClientSecret, {}, plainUse)
    : generatedSecret(plainUse);
  try {
    await storage.unitOfWork.run(async () => {
      await ensureRecords(storage, config.adminUrl);
      for (const client of systemClients(config.adminUrl)) {
        await storage.clients.insert({
          client_id: client.client_id,
          document: await documentOf(client, storage, config),
          created_by: author,
          system: true,
          ...(client.client_id === automationClientId && { secrets: [secret.stored] }),
        });
      }
      await storage.accounts.insert(
        {
          username: 'admin',
          password,
          enabled: true,
          roles: ['admin'],
          claims: { name: 'Administrator' },
          system: true,
        },
        { updated_by: author },
      );
    });
  } catch (error) {
    // Another process started at the same time and was first: everything is there, made by it.
    if (error instanceof Duplicate) return undefined;
    throw error;
  }
  return { username: 'admin', password, client_id: automationClientId, client_secret: secret.plain };
}

/** Restores what follows from the configuration: scopes of a newer version, and the address of the console. */
async function reconcile(storage: Storage, adminUrl: string): Promise<void> {
  await ensureRecords(storage, adminUrl);
  for (const client of [consoleClient(adminUrl), automationClient()]) {
    const stored = await storage.clients.find(client.client_id);
    if (!stored) continue;
    const document = { ...stored.document, ...client.pinned } as Client;
    if (isSame(document, stored.document)) continue;
    await storage.clients.update(client.client_id, stored.revision, { document, updated_by: author });
  }
}

/** The records of the server itself: those of a newer version, and the scopes of the admin API at its address. */
async function ensureRecords(storage: Storage, adminUrl: string): Promise<void> {
  for (const { name, id } of resources as readonly AnyResource[]) {
    for (const record of recordsOf(standardResources, name) ?? []) {
      if (await storage.resources.find(name as ResourceName, String(record[id]))) continue;
      await storage.resources.insert(name as ResourceName, record as RecordIn<ResourceName>, {
        created_by: author,
        system: true,
      });
    }
  }
  for (const scope of systemScopes(adminUrl)) {
    const stored = await storage.resources.find('scopes', scope.name);
    if (!stored) {
      await storage.resources.insert('scopes', scope, { created_by: author, system: true });
    } else if (stored.document.audience !== scope.audience) {
      const document = { ...stored.document, audience: scope.audience };
      await storage.resources.update('scopes', stored.revision, document, { updated_by: author });
    }
  }
}

async function documentOf(client: SystemClient, storage: Storage, { issuer }: Settings): Promise<Client> {
  const server = await readServer(storage, { issuer, client_certificates: { terminations: [], aliases: false } });
  const candidate: Document = { client_id: client.client_id, ...client.initial, ...client.pinned };
  const named = new Set(Object.keys(candidate));
  const settled = settleClient(candidate, named, server);
  const faults = validateClient(settled, server, named);
  if (faults.length > 0) throw new Error(`system client ${client.client_id}: ${JSON.stringify(faults)}`);
  return settled as unknown as Client;
}
