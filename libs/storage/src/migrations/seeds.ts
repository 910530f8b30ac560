import { type AnyResource, resources, standardResources } from '@clientele/client-schema';
import { recordsOf } from '@clientele/client-schema/references';
import { type QueryRunner } from 'typeorm';

/** What every database begins with. */
export async function plantSeeds(queryRunner: QueryRunner): Promise<void> {
  const insert = async (table: string, row: Record<string, string | number | boolean | null>) => {
    const columns = Object.keys(row);
    const places = columns.map((_, index) => queryRunner.dataSource.driver.createParameter('', index));
    await queryRunner.query(
      `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join(', ')}) VALUES (${places.join(', ')})`,
      Object.values(row),
    );
  };
  const first = { revision: 1, updated_at: Date.now(), updated_by: 'system' };

  await insert('change_counter', { id: 1, seq: 0 });
  await insert('settings', { id: 1, overrides: '{}', ...first });
  for (const { name: kind, id } of resources as readonly AnyResource[]) {
    for (const record of recordsOf(standardResources, kind) ?? []) {
      const row = { kind, id: String(record[id]), document: JSON.stringify(record), system: true };
      await insert('resources', { ...row, created_at: first.updated_at, created_by: first.updated_by, ...first });
    }
  }
}
