import { Entity, Index, PrimaryColumn } from 'typeorm';
import { EpochSeconds, Text } from './columns.js';

/** Short-lived state. The kind is part of the key, so that no kind can stand for another. */
@Entity('artifacts', { withoutRowid: true })
export class ArtifactRow {
  @PrimaryColumn('text')
  kind: string;

  @PrimaryColumn('text')
  key: string;

  /** JSON. */
  @Text()
  value: string;

  @Index('artifacts_by_expires_at')
  @EpochSeconds()
  expires_at: number;
}
