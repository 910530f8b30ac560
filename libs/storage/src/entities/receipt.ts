import { type Receipt } from '@clientele/runtime/ports/index';
import { Entity, Index, PrimaryColumn } from 'typeorm';
import { EpochSeconds, Json, Text } from './columns.js';

@Entity('receipts')
@Index('receipts_by_at', ['at', 'code'])
@Index('receipts_by_client_id', ['client_id', 'at', 'code'])
export class ReceiptRow {
  @PrimaryColumn('text')
  code: string;

  @EpochSeconds()
  at: number;

  @Text({ nullable: true })
  client_id: string | null;

  @Json()
  document: Receipt;

  @Index('receipts_by_expires_at')
  @EpochSeconds()
  expires_at: number;
}
