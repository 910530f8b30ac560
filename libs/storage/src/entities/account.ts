import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Json, Milliseconds, Text } from './columns.js';
import { RevisedRow } from './revised.js';

@Entity('accounts')
export class AccountRow extends RevisedRow {
  @PrimaryColumn('text')
  sub: string;

  @Text()
  username: string;

  /** The username in lower case. */
  @Text({ unique: true })
  username_key: string;

  /** scrypt verifier. */
  @Text()
  password: string;

  @Json()
  claims: Readonly<Record<string, unknown>>;

  @Json()
  roles: readonly string[];

  @Column('boolean')
  enabled: boolean;

  /** How often all sign-ins were ended. */
  @Column('integer', { default: 1 })
  sign_in_epoch: number;

  @Column('boolean')
  system: boolean;

  @Milliseconds()
  created_at: number;
}
