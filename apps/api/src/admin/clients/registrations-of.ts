import 'reflect-metadata';
import { type Clock, type ClientRegistrar } from '@clientele/runtime';
import { type Config } from '../../configuration/config.js';
import { type Elsewhere } from '../key-pairs/elsewhere.js';
import { KeyMaker } from '../key-pairs/key-maker.js';
import { type Registry } from '../registry.js';
import { ServerView } from '../server-view.js';
import { AddressedClients } from './addressed-clients.js';
import { ClientAdmission } from './client-admission.js';
import { ClientRegistrations } from './client-registrations.js';
import { ClientRevisionsService } from './client-revisions.service.js';
import { ClientTrashService } from './client-trash.service.js';
import { ClientViews } from './client-views.js';
import { ClientWritesService } from './client-writes.service.js';
import { OwnKeyPairs } from './own-key-pair.js';
import { type SectorDocuments } from './sector-documents.js';

/** The services by which administrators write clients, for a process that may have no admin listener. */
export function registrationsOf(
  registry: Registry,
  config: Config,
  clock: Clock,
  issuer: SectorDocuments & Elsewhere,
): ClientRegistrar {
  const view = new ServerView(registry, config, clock);
  const keys = new OwnKeyPairs(registry, new KeyMaker(registry, issuer), config);
  const views = new ClientViews(keys, clock, config);
  const clients = new AddressedClients(registry, new ClientRevisionsService(registry));
  const admission = new ClientAdmission(view, clock, keys, issuer);
  const writes = new ClientWritesService(registry, clients, admission, views, clock);
  return new ClientRegistrations(registry, writes, new ClientTrashService(registry, clients, views, view));
}
