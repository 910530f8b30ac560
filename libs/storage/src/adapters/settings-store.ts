import { type Settings, defaultSettings } from '@clientele/client-schema';
import { completeRecord } from '@clientele/client-schema/resource';
import { groupRecords, resourceOf } from '@clientele/client-schema/resources/index';
import { type ServerState, SettingsStore } from '@clientele/runtime/ports/index';
import { type Database } from '../database/database.js';

export class DatabaseSettingsStore extends SettingsStore {
  constructor(private readonly database: Database) {
    super();
  }

  /** One statement, so that everything is of one moment. The settings come first. */
  async read(): Promise<ServerState> {
    const [settings, ...records] = await this.database.read<{ kind: string; document: string }>(
      `SELECT '' AS kind, '' AS id, overrides AS document FROM settings
        UNION ALL SELECT kind, id, document FROM resources ORDER BY kind, id`,
    );
    const overrides = JSON.parse(settings!.document) as Partial<Settings>;
    return {
      ...groupRecords(
        records.map(({ kind, document }) => [
          kind,
          completeRecord(resourceOf(kind).members, JSON.parse(document) as object),
        ]),
      ),
      settings: { ...defaultSettings, ...overrides },
    };
  }
}
