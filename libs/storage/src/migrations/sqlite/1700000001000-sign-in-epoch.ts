import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What was granted before counts as granted in the first epoch, which is the one of every account so far. */
export class SignInEpoch1700000001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables) {
      await queryRunner.query(`ALTER TABLE "${table}" ADD COLUMN "sign_in_epoch" integer NOT NULL DEFAULT (1)`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables) await queryRunner.query(`ALTER TABLE "${table}" DROP COLUMN "sign_in_epoch"`);
  }
}

const tables = ['accounts', 'grants'];
