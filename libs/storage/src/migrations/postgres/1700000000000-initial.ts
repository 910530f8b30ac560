import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { plantSeeds } from '../seeds.js';

export class Initial1700000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
    await plantSeeds(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables) await queryRunner.query(`DROP TABLE "${table}"`);
  }
}

const statements = [
  `CREATE TABLE "accounts" (
      "revision" integer NOT NULL,
      "updated_at" bigint NOT NULL,
      "updated_by" text NOT NULL,
      "sub" text NOT NULL,
      "username" text NOT NULL,
      "username_key" text NOT NULL,
      "password" text NOT NULL,
      "claims" text NOT NULL,
      "roles" text NOT NULL,
      "enabled" boolean NOT NULL,
      "system" boolean NOT NULL,
      "created_at" bigint NOT NULL,
      CONSTRAINT "UQ_2fc894c48d45fd9044fbe716c8c" UNIQUE ("username_key"),
      CONSTRAINT "PK_59d5ec9ccb3f6d03a52605f8923" PRIMARY KEY ("sub")
    )`,
  `CREATE TABLE "artifacts" (
      "kind" text NOT NULL,
      "key" text NOT NULL,
      "value" text NOT NULL,
      "expires_at" bigint NOT NULL,
      CONSTRAINT "PK_de517584b6546b18e5a5ccac73b" PRIMARY KEY ("kind", "key")
    )`,
  `CREATE INDEX "artifacts_by_expires_at" ON "artifacts" ("expires_at")`,
  `CREATE TABLE "changes" (
      "seq" bigint NOT NULL,
      "kind" text NOT NULL,
      "client_id" text,
      "at" bigint NOT NULL,
      CONSTRAINT "PK_6ebae225b8451fb270bfdaacd56" PRIMARY KEY ("seq")
    )`,
  `CREATE INDEX "changes_by_at" ON "changes" ("at")`,
  `CREATE TABLE "change_counter" (
      "id" integer NOT NULL,
      "seq" bigint NOT NULL,
      CONSTRAINT "PK_e95da32e2cfd35429b5fad9a6dd" PRIMARY KEY ("id")
    )`,
  `CREATE TABLE "clients" (
      "id" text NOT NULL,
      "client_id" text NOT NULL,
      "revision" integer NOT NULL,
      "document" text NOT NULL,
      "name_key" text NOT NULL,
      "search_text" text NOT NULL,
      "enabled" boolean NOT NULL,
      "client_type" text,
      "application_type" text,
      "token_endpoint_auth_method" text,
      "public_client_id" text,
      "owner" text NOT NULL,
      "system" boolean NOT NULL,
      "created_at" bigint NOT NULL,
      "created_by" text NOT NULL,
      "origin" text NOT NULL,
      "updated_at" bigint NOT NULL,
      "updated_by" text NOT NULL,
      "secret_changed_at" bigint,
      "last_used_at" bigint NOT NULL,
      "trashed_at" bigint,
      CONSTRAINT "UQ_49e91f1e368e3f760789e7764aa" UNIQUE ("client_id"),
      CONSTRAINT "PK_f1ab7cf3a5714dbc6bb4e1c28a4" PRIMARY KEY ("id")
    )`,
  `CREATE UNIQUE INDEX "clients_by_public_client_id" ON "clients" ("public_client_id")`,
  `CREATE INDEX "clients_by_trashed_at" ON "clients" ("trashed_at")`,
  `CREATE INDEX "clients_by_origin" ON "clients" ("origin")`,
  `CREATE INDEX "clients_by_system" ON "clients" ("system")`,
  `CREATE INDEX "clients_by_owner" ON "clients" ("owner")`,
  `CREATE INDEX "clients_by_token_endpoint_auth_method" ON "clients" ("token_endpoint_auth_method")`,
  `CREATE INDEX "clients_by_application_type" ON "clients" ("application_type")`,
  `CREATE INDEX "clients_by_client_type" ON "clients" ("client_type")`,
  `CREATE INDEX "clients_by_enabled" ON "clients" ("enabled")`,
  `CREATE INDEX "clients_by_updated_at" ON "clients" ("updated_at", "id")`,
  `CREATE INDEX "clients_by_created_at" ON "clients" ("created_at", "id")`,
  `CREATE INDEX "clients_by_last_used_at" ON "clients" ("last_used_at", "id")`,
  `CREATE TABLE "client_documents" (
      "id" text NOT NULL,
      "client_id" text NOT NULL,
      "document" text NOT NULL,
      "first_seen_at" bigint NOT NULL,
      "fetched_at" bigint NOT NULL,
      "fresh_until" bigint NOT NULL,
      "frozen" boolean NOT NULL,
      CONSTRAINT "PK_783c5526a1962035adec4101c91" PRIMARY KEY ("id")
    )`,
  `CREATE UNIQUE INDEX "client_documents_by_client_id" ON "client_documents" ("client_id")`,
  `CREATE INDEX "client_documents_by_first_seen_at" ON "client_documents" ("first_seen_at", "id")`,
  `CREATE INDEX "client_documents_by_fetched_at" ON "client_documents" ("fetched_at")`,
  `CREATE TABLE "client_secrets" (
      "id" text NOT NULL,
      "client" text NOT NULL,
      "field" text NOT NULL,
      "scheme" text NOT NULL,
      "digest" text NOT NULL,
      "sealed" text,
      "expires_at" bigint,
      "retired" boolean NOT NULL,
      "hint" text NOT NULL,
      "label" text,
      "created_at" bigint NOT NULL,
      "created_by" text NOT NULL,
      "last_used_at" bigint,
      CONSTRAINT "PK_528f9011d942fe4285af16c1df5" PRIMARY KEY ("id")
    )`,
  `CREATE INDEX "client_secrets_by_client" ON "client_secrets" ("client")`,
  `CREATE INDEX "client_secrets_by_expires_at" ON "client_secrets" ("expires_at")`,
  `CREATE TABLE "client_terms" (
      "term" text NOT NULL,
      "client" text NOT NULL,
      CONSTRAINT "PK_fce7d11f615fc1f1faa76e78da4" PRIMARY KEY ("term", "client")
    )`,
  `CREATE INDEX "client_terms_by_client" ON "client_terms" ("client")`,
  `CREATE TABLE "consents" (
      "client" text NOT NULL,
      "sub" text NOT NULL,
      "scope" text NOT NULL,
      CONSTRAINT "PK_379a05ea0c5963b86a9a376a257" PRIMARY KEY ("client", "sub", "scope")
    )`,
  `CREATE INDEX "consents_by_sub" ON "consents" ("sub")`,
  `CREATE TABLE "deliveries" (
      "id" text NOT NULL,
      "document" text NOT NULL,
      "attempts" integer NOT NULL,
      "due_at" bigint NOT NULL,
      CONSTRAINT "PK_a6ef225c5c5f0974e503bfb731f" PRIMARY KEY ("id")
    )`,
  `CREATE INDEX "deliveries_by_due_at" ON "deliveries" ("due_at")`,
  `CREATE TABLE "grants" (
      "id" text NOT NULL,
      "client" text NOT NULL,
      "sub" text,
      "session" text,
      "scope" text NOT NULL,
      "resources" text NOT NULL,
      "auth_time" bigint NOT NULL,
      "amr" text NOT NULL,
      "authenticator" text,
      "created_at" bigint NOT NULL,
      "renewed_at" bigint NOT NULL,
      "revoked_at" bigint,
      "refresh_handle" text,
      "refresh_generation" integer,
      "refresh_digest" text,
      "refresh_issued_at" bigint,
      "refresh_used_at" bigint,
      "refresh_expires_at" bigint,
      "refresh_sealed" text,
      "agent" text,
      "confirmation" text,
      "authorization_details" text,
      "claims" text,
      "review_at" bigint NOT NULL,
      CONSTRAINT "UQ_fed9862eeb43ceab946e30770b2" UNIQUE ("refresh_handle"),
      CONSTRAINT "PK_a25f5f89eff8b3277f7969b7094" PRIMARY KEY ("id")
    ) WITH (fillfactor = 70)`,
  `CREATE INDEX "grants_by_review_at" ON "grants" ("review_at")`,
  `CREATE INDEX "grants_by_created_at" ON "grants" ("created_at", "id")`,
  `CREATE INDEX "grants_by_sub" ON "grants" ("sub", "created_at", "id")`,
  `CREATE INDEX "grants_by_client" ON "grants" ("client", "created_at", "id")`,
  `CREATE TABLE "idempotency_keys" (
      "actor" text NOT NULL,
      "key" text NOT NULL,
      "digest" text NOT NULL,
      "answer" text,
      "carried_out" boolean NOT NULL,
      "claimed_at" bigint NOT NULL,
      "expires_at" bigint NOT NULL,
      CONSTRAINT "PK_440561355c591f4d2619280678c" PRIMARY KEY ("actor", "key")
    )`,
  `CREATE INDEX "idempotency_keys_by_expires_at" ON "idempotency_keys" ("expires_at")`,
  `CREATE TABLE "receipts" (
      "code" text NOT NULL,
      "at" bigint NOT NULL,
      "client_id" text,
      "document" text NOT NULL,
      "expires_at" bigint NOT NULL,
      CONSTRAINT "PK_c76e248e2c78c2fde684cf2943d" PRIMARY KEY ("code")
    )`,
  `CREATE INDEX "receipts_by_expires_at" ON "receipts" ("expires_at")`,
  `CREATE INDEX "receipts_by_client_id" ON "receipts" ("client_id", "at", "code")`,
  `CREATE INDEX "receipts_by_at" ON "receipts" ("at", "code")`,
  `CREATE TABLE "resources" (
      "revision" integer NOT NULL,
      "updated_at" bigint NOT NULL,
      "updated_by" text NOT NULL,
      "kind" text NOT NULL,
      "id" text NOT NULL,
      "document" text NOT NULL,
      "system" boolean NOT NULL,
      "created_at" bigint NOT NULL,
      "created_by" text NOT NULL,
      CONSTRAINT "PK_ad66ee05651af6ee376104d219a" PRIMARY KEY ("kind", "id")
    )`,
  `CREATE TABLE "server_secrets" (
      "name" text NOT NULL,
      "sealed" text NOT NULL,
      CONSTRAINT "PK_776280895f188bb4dd7028779cd" PRIMARY KEY ("name")
    )`,
  `CREATE TABLE "settings" (
      "revision" integer NOT NULL,
      "updated_at" bigint NOT NULL,
      "updated_by" text NOT NULL,
      "id" integer NOT NULL,
      "overrides" text NOT NULL,
      CONSTRAINT "PK_0669fe20e252eb692bf4d344975" PRIMARY KEY ("id")
    )`,
  `CREATE TABLE "signing_keys" (
      "kid" text NOT NULL,
      "pair" text NOT NULL,
      "client_id" text,
      "generation" integer NOT NULL,
      "public_jwk" text NOT NULL,
      "sealed" text,
      "adapter_id" text NOT NULL,
      "reference" text,
      "created_at" bigint NOT NULL,
      "active_from" bigint NOT NULL,
      "ended_at" bigint,
      "withdrawn_at" bigint,
      "told" text NOT NULL,
      CONSTRAINT "PK_13362ac3e792c69417e1a53d355" PRIMARY KEY ("kid")
    )`,
  `CREATE UNIQUE INDEX "signing_keys_by_pair" ON "signing_keys" ("pair", "generation")`,
  `ALTER TABLE "client_secrets" ADD CONSTRAINT "FK_8a32488d7a1ec18cc31c9208d6d" FOREIGN KEY ("client") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
  `ALTER TABLE "client_terms" ADD CONSTRAINT "FK_70e20bdc00719c5b553fd6e3319" FOREIGN KEY ("client") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
  `CREATE INDEX "clients_by_name" ON "clients" ("name_key" COLLATE "C", "id" COLLATE "C")`,
  `CREATE INDEX "clients_by_client_id" ON "clients" ("client_id" COLLATE "C")`,
];

/** Those that refer to others first. */
const tables = [
  'client_secrets',
  'client_terms',
  'accounts',
  'artifacts',
  'changes',
  'change_counter',
  'clients',
  'client_documents',
  'consents',
  'deliveries',
  'grants',
  'idempotency_keys',
  'receipts',
  'resources',
  'server_secrets',
  'settings',
  'signing_keys',
];
