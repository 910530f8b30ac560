import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * An index over `clients.search_text` by trigrams. It holds no text, and no places of trigrams within one: candidates
 * are compared with the column. Rows of `clients` have no number that stays when the file is compacted, so those of the
 * index have their own.
 */
export class ClientSearch1700000003000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const event of ['inserted', 'changed', 'deleted']) {
      await queryRunner.query(`DROP TRIGGER "client_search_${event}"`);
    }
    for (const table of ['client_search', 'client_search_rows']) await queryRunner.query(`DROP TABLE "${table}"`);
  }
}

const number = `(SELECT "number" FROM "client_search_rows" WHERE "client" = old."id")`;

const statements = [
  `CREATE TABLE "client_search_rows" (
      "number" integer PRIMARY KEY NOT NULL,
      "client" text NOT NULL UNIQUE
    )`,
  `CREATE VIRTUAL TABLE "client_search" USING fts5(
      text, content='', contentless_delete=1, detail='none', tokenize='trigram case_sensitive 1'
    )`,
  `INSERT INTO "client_search_rows" ("client") SELECT "id" FROM "clients"`,
  `INSERT INTO "client_search" (rowid, text)
      SELECT n."number", c."search_text" FROM "clients" c JOIN "client_search_rows" n ON n."client" = c."id"`,
  `CREATE TRIGGER "client_search_inserted" AFTER INSERT ON "clients" BEGIN
      INSERT INTO "client_search_rows" ("client") VALUES (new."id");
      INSERT INTO "client_search" (rowid, text) VALUES (last_insert_rowid(), new."search_text");
    END`,
  `CREATE TRIGGER "client_search_changed" AFTER UPDATE OF "search_text" ON "clients"
      WHEN old."search_text" <> new."search_text" BEGIN
      UPDATE "client_search" SET text = new."search_text" WHERE rowid = ${number};
    END`,
  `CREATE TRIGGER "client_search_deleted" AFTER DELETE ON "clients" BEGIN
      DELETE FROM "client_search" WHERE rowid = ${number};
      DELETE FROM "client_search_rows" WHERE "client" = old."id";
    END`,
];
