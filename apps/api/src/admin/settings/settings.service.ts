import { Injectable } from '@nestjs/common';
import {
  type Server,
  type Settings,
  clientFields,
  differencesBetween,
  settingsFields,
  validateSettings,
} from '@clientele/client-schema';
import { memberOf } from '@clientele/client-schema/issue';
import { isSame } from '@clientele/client-schema/same';
import { type StoredSettings } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { refuse } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { type Impact, impactOf } from '../clients/impact.js';
import { keepsClientsValid } from '../clients/keeps-clients-valid.js';
import { untilWritten } from '../http/compare-and-set.js';
import { type Patch } from '../http/patch.js';
import { type Precondition } from '../http/preconditions.js';
import { Stored } from '../http/stored.js';
import { type Members, patched } from '../http/whole-document.js';
import { Registry } from '../registry.js';
import { ServerView } from '../server-view.js';

export type SettingsView = Settings & { revision: number; updated_at: string; updated_by: string };

/** The settings as a dry run would leave them, and whom that concerns. */
export type RehearsedSettings = SettingsView & { _impact?: SettingsImpact };

/** Whom another set of settings concerns. */
interface SettingsImpact extends Impact {
  /** Settings that have another value and that clients do not inherit: they are the same for all of them. */
  server: string[];
}

const members: Members = {
  writable: new Set(settingsFields.keys()),
  serverOwned: new Set(['revision', 'updated_at', 'updated_by']),
};

@Injectable()
export class SettingsService {
  constructor(
    private readonly registry: Registry,
    private readonly view: ServerView,
  ) {}

  async read(): Promise<Stored<SettingsView>> {
    return asStored(await this.registry.settings.read());
  }

  /**
   * A member set to null, or removed, has its default again.
   * @param dryRun whether the answer tells whom the change concerns; it is taken back elsewhere
   */
  async patch(
    patch: Patch,
    precondition: Precondition,
    caller: CallerIdentity,
    { dryRun }: { dryRun: boolean },
  ): Promise<Stored<RehearsedSettings>> {
    return untilWritten(
      precondition,
      () => this.registry.settings.read(),
      async (stored) => {
        const server = await this.view.read();
        const settings = changed(stored, patch, server);
        if (isSame(settings, stored.settings) && !dryRun) return asStored(stored);
        const next = { ...server, settings };
        await keepsClientsValid(this.registry.clients.export(), next, caller);
        const written = await this.registry.checkedWrites.ofServer(server.since, async (saved) => {
          await keepsClientsValid(saved, next, caller);
          return this.registry.settings.write(stored.revision, overridesIn(settings), { updated_by: caller.name });
        });
        if (!written || !dryRun) return written && asStored(written);
        const impact = await this.#impactOf(server, next, caller);
        return new Stored({ ...asView(written), _impact: impact }, written.revision);
      },
    );
  }

  /** Of the clients, those that the caller gets to see. */
  async #impactOf(before: Server, after: Server, caller: CallerIdentity): Promise<SettingsImpact> {
    const changes = differencesBetween({ ...before.settings }, { ...after.settings }).map(memberOf);
    const names = [...new Set(changes)];
    const inherited = names.filter((name) => clientFields.has(name));
    const impact = await impactOf(this.registry.clients.export(caller.reach), inherited, { before, after });
    return { ...impact, server: names.filter((name) => !clientFields.has(name)) };
  }
}

function changed(stored: StoredSettings, patch: Patch, server: Server): Settings {
  const { document } = patched(members, { ...asView(stored) }, patch);
  refuse(problems.invalidDocument, validateSettings(document, server));
  return withDefaults(document);
}

/** Only what differs from the default is kept, so that a better default reaches servers that never chose. */
function overridesIn(settings: Settings): Partial<Settings> {
  const chosen = Object.entries(settings).filter(
    ([name, value]) => !isSame(value, settingsFields.get(name)?.options.default),
  );
  return Object.fromEntries(chosen) as Partial<Settings>;
}

function withDefaults(document: Document): Settings {
  return Object.fromEntries(
    [...settingsFields.values()].map(({ name, options }) => [name, document[name] ?? options.default]),
  ) as unknown as Settings;
}

function asView({ settings, revision, updated_at, updated_by }: StoredSettings): SettingsView {
  return { ...settings, revision, updated_at, updated_by };
}

function asStored(stored: StoredSettings): Stored<SettingsView> {
  return new Stored(asView(stored), stored.revision);
}
