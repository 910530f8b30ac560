import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Clients that were there before have their present state as the first one that can be looked at. */
export class History1700000002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['events', 'revisions']) await queryRunner.query(`DROP TABLE "${table}"`);
    for (const column of ['event_seq', 'event_hash']) {
      await queryRunner.query(`ALTER TABLE "change_counter" DROP COLUMN "${column}"`);
    }
  }
}

const statements = [
  `CREATE TABLE "events" (
      "seq" bigint PRIMARY KEY NOT NULL,
      "at" bigint NOT NULL,
      "type" text NOT NULL,
      "actor" text NOT NULL,
      "actor_name" text NOT NULL,
      "client_id" text,
      "document" text NOT NULL,
      "hash" text NOT NULL
    )`,
  `CREATE INDEX "events_by_at" ON "events" ("at")`,
  `CREATE INDEX "events_by_type" ON "events" ("type", "seq")`,
  `CREATE INDEX "events_by_actor" ON "events" ("actor", "seq")`,
  `CREATE INDEX "events_by_actor_name" ON "events" ("actor_name", "seq")`,
  `CREATE INDEX "events_by_client_id" ON "events" ("client_id", "seq")`,
  `CREATE TABLE "revisions" (
      "client" text NOT NULL,
      "revision" integer NOT NULL,
      "document" text NOT NULL,
      "actions" text NOT NULL,
      "at" bigint NOT NULL,
      "actor" text NOT NULL,
      "actor_name" text NOT NULL,
      "actor_client" text,
      "origin" text NOT NULL,
      "reason" text,
      CONSTRAINT "FK_853638624c5f6478e82933449e8" FOREIGN KEY ("client") REFERENCES "clients" ("id") ON DELETE CASCADE ON UPDATE NO ACTION,
      PRIMARY KEY ("client", "revision")
    )`,
  `ALTER TABLE "change_counter" ADD COLUMN "event_seq" bigint NOT NULL DEFAULT (0)`,
  `ALTER TABLE "change_counter" ADD COLUMN "event_hash" text NOT NULL DEFAULT ('')`,
  `INSERT INTO "revisions"
      ("client", "revision", "document", "actions", "at", "actor", "actor_name", "actor_client", "origin", "reason")
      SELECT "id", "revision", "document", '["client.changed"]', "updated_at", "updated_by", "updated_by", NULL, 'server', NULL
      FROM "clients"`,
];
