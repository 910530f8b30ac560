import { type Settings, defaultSettings, differencesBetween } from '@clientele/client-schema';
import { type Clock } from '@clientele/runtime/ports/index';
import { type Database } from '../database/database.js';
import { SettingsRow } from '../entities/settings.js';
import { type StoredSettings } from '../records.js';
import { type SettingsRepository } from '../storage.js';
import { toRevised } from './revised.js';

export class DatabaseSettingsRepository implements SettingsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<StoredSettings> {
    const row = await this.database.reading((rows) => rows.findOneByOrFail(SettingsRow, { id: 1 }));
    const { overrides } = row;
    return { settings: { ...defaultSettings, ...overrides }, overrides, ...toRevised(row) };
  }

  write(
    seenRevision: number,
    overrides: Partial<Settings>,
    { updated_by }: { updated_by: string },
  ): Promise<StoredSettings | undefined> {
    return this.database.unit(async (manager) => {
      const { overrides: before } = await this.read();
      const { affected } = await manager.update(
        SettingsRow,
        { id: 1, revision: seenRevision },
        { overrides, revision: seenRevision + 1, updated_at: this.clock.milliseconds(), updated_by },
      );
      if (affected !== 1) return undefined;
      this.database.changed({ kind: 'server' });
      this.database.happened({
        type: 'settings.changed',
        target: 'settings',
        revision: seenRevision + 1,
        fields: differencesBetween(before, overrides).map(({ pointer }) => pointer),
      });
      return this.read();
    });
  }
}
