import { type Settings } from '@clientele/client-schema';
import { Entity, PrimaryColumn } from 'typeorm';
import { Json } from './columns.js';
import { RevisedRow } from './revised.js';

/** The server's settings that differ from the defaults: one row. */
@Entity('settings')
export class SettingsRow extends RevisedRow {
  @PrimaryColumn('integer')
  id: number;

  @Json()
  overrides: Partial<Settings>;
}
