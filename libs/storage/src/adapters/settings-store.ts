import { randomBytes } from 'node:crypto';
import { type Settings, defaultSettings } from '@clientele/client-schema';
import { completeRecord } from '@clientele/client-schema/resource';
import { groupRecords, resourceOf } from '@clientele/client-schema/resources/index';
import { type ServerState, SettingsStore } from '@clientele/runtime/ports/index';
import { type Sealer } from '@clientele/runtime/sealer';
import { type Database } from '../database/database.js';

export class DatabaseSettingsStore extends SettingsStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  async pairwiseKey(): Promise<Uint8Array> {
    const name = 'pairwise-subjects';
    const purpose = `server-secret:${name}`;
    const read = async (): Promise<Uint8Array | undefined> => {
      const rows = await this.database.read<{ sealed: string }>('SELECT sealed FROM server_secrets WHERE name = $1', [
        name,
      ]);
      return rows[0] && this.sealer.open(rows[0].sealed, purpose);
    };
    const known = await read();
    if (known) return known;
    // Of many at once one makes it, and all take that one.
    await this.database.write('INSERT INTO server_secrets (name, sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      name,
      this.sealer.seal(randomBytes(32), purpose),
    ]);
    return (await read())!;
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
