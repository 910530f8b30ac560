import { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { entities } from '../entities/index.js';
import { postgresMigrations } from '../migrations/postgres/index.js';
import { sqliteMigrations } from '../migrations/sqlite/index.js';
import { type TestDialect, dialects, testDatabase } from '../testing/databases.js';

describe.each(dialects)('migrations: %s', (dialect) => {
  it('[T-126] run once when 20 processes start at once', async () => {
    const database = await testDatabase(dialect);
    const storages = await Promise.all(Array.from({ length: 20 }, () => database.open()));
    expect(await storages[0]!.migrationsPending()).toBe(true);
    await Promise.all(storages.map((storage) => storage.migrate()));
    expect(await storages[19]!.migrationsPending()).toBe(false);
    expect(
      (await storages[7]!.resources.list('access_token_managers', { limit: 9, caller: 'alice' })).items.map(
        ({ id }) => id,
      ),
    ).toEqual(['jwt', 'jwt-rs256', 'opaque']);
    await database.close();
  });

  it('leave the schema that the entities describe, and can be reverted', async () => {
    const database = await testDatabase(dialect);
    const dataSource = sourceOf(dialect, database.url);
    await dataSource.initialize();
    await dataSource.runMigrations();
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await dataSource.undoLastMigration();
    await dataSource.runMigrations();
    await dataSource.destroy();
    await database.close();
  });
});

function sourceOf(dialect: TestDialect, url: string): DataSource {
  return dialect === 'sqlite'
    ? new DataSource({
        type: 'better-sqlite3',
        database: url.slice('sqlite:'.length),
        entities,
        migrations: sqliteMigrations,
      })
    : new DataSource({ type: 'postgres', url, entities, migrations: postgresMigrations });
}
