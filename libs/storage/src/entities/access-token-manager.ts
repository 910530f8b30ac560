import { type AccessTokenManager } from '@clientele/runtime/ports/index';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Text } from './columns.js';
import { RevisedRow } from './revised.js';

@Entity('access_token_managers')
export class AccessTokenManagerRow extends RevisedRow {
  @PrimaryColumn('text')
  id: string;

  @Text()
  name: string;

  @Text()
  format: AccessTokenManager['format'];

  @Text({ nullable: true })
  signing_alg: string | null;

  @Column('boolean')
  system: boolean;
}
