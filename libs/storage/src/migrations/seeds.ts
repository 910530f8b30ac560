import { standardAccessTokenManagers, standardScopes } from '@clientele/runtime/ports/index';
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
  for (const { claims, roles, ...scope } of standardScopes) {
    const lists = { claims: JSON.stringify(claims), roles: JSON.stringify(roles) };
    await insert('scopes', { ...scope, ...lists, system: true, ...first });
  }
  for (const manager of standardAccessTokenManagers) {
    await insert('access_token_managers', { ...manager, system: true, ...first });
  }
}
