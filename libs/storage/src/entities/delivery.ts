import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { EpochSeconds, Text } from './columns.js';

/** Something that another party is still to be told. */
@Entity('deliveries')
export class DeliveryRow {
  @PrimaryColumn('text')
  id: string;

  /** JSON. */
  @Text()
  document: string;

  @Column('integer')
  attempts: number;

  @Index('deliveries_by_due_at')
  @EpochSeconds()
  due_at: number;
}
