import { type Scope } from '@clientele/runtime/ports/index';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Json, Text } from './columns.js';
import { RevisedRow } from './revised.js';

@Entity('scopes')
export class ScopeRow extends RevisedRow {
  @PrimaryColumn('text')
  name: string;

  @Text({ nullable: true })
  description: string | null;

  @Text()
  kind: Scope['kind'];

  @Json()
  claims: readonly string[];

  @Text({ nullable: true })
  audience: string | null;

  @Json()
  roles: readonly string[];

  @Column('boolean')
  system: boolean;
}
