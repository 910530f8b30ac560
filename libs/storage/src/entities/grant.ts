import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { EpochSeconds, Text } from './columns.js';

/** A grant, with the present refresh token of its family in place. No indexed column changes when a token rotates. */
@Entity('grants')
@Index('grants_by_client', ['client', 'created_at', 'id'])
@Index('grants_by_sub', ['sub', 'created_at', 'id'])
@Index('grants_by_created_at', ['created_at', 'id'])
export class GrantRow {
  @PrimaryColumn('text')
  id: string;

  /** Internal id of the client. */
  @Text()
  client: string;

  /** Null: the client acts for itself. */
  @Text({ nullable: true })
  sub: string | null;

  /** The account's at the sign-in. */
  @Column('integer', { default: 1 })
  sign_in_epoch: number;

  /** The session in which it was granted last; null: in none. */
  @Text({ nullable: true })
  session: string | null;

  /** Separated by spaces, RFC 6749 §3.3. */
  @Text()
  scope: string;

  /** The APIs that its tokens may be for, separated by spaces, RFC 8707 §2. */
  @Text()
  resources: string;

  @EpochSeconds()
  auth_time: number;

  /** How the user signed in, separated by spaces, RFC 8176 §2. */
  @Text()
  amr: string;

  /** The id of the authenticator; null: nobody signed in. */
  @Text({ nullable: true })
  authenticator: string | null;

  @EpochSeconds()
  created_at: number;

  /** When the user last signed in for it. */
  @EpochSeconds()
  renewed_at: number;

  @EpochSeconds({ nullable: true })
  revoked_at: number | null;

  @Text({ nullable: true, unique: true })
  refresh_handle: string | null;

  @Column('integer', { nullable: true })
  refresh_generation: number | null;

  @Text({ nullable: true })
  refresh_digest: string | null;

  @EpochSeconds({ nullable: true })
  refresh_issued_at: number | null;

  @EpochSeconds({ nullable: true })
  refresh_used_at: number | null;

  @EpochSeconds({ nullable: true })
  refresh_expires_at: number | null;

  /** The secret of the present token, sealed with the one before it. */
  @Text({ nullable: true })
  refresh_sealed: string | null;

  /** What the tokens of an agent are bound to, as JSON; null: they are no agent's. */
  @Text({ nullable: true })
  agent: string | null;

  /** What whoever refreshes must show to hold, as JSON, RFC 7800 §3.1; null: nothing. */
  @Text({ nullable: true })
  confirmation: string | null;

  /** What was granted in detail, as JSON, RFC 9396 §6; null: nothing was. */
  @Text({ nullable: true })
  authorization_details: string | null;

  /** What is told of the user claim by claim, as JSON; null: nothing beyond the scope. */
  @Text({ nullable: true })
  claims: string | null;

  /** When to look whether the grant has ended; the refresh token may have been extended since. */
  @Index('grants_by_review_at')
  @EpochSeconds()
  review_at: number;
}
