import { Entity, PrimaryColumn } from 'typeorm';
import { Text } from './columns.js';

/** A secret of the server that must stay the same for ever, sealed. */
@Entity('server_secrets')
export class ServerSecretRow {
  @PrimaryColumn('text')
  name: string;

  @Text()
  sealed: string;
}
