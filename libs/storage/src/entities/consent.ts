import { Entity, Index, PrimaryColumn } from 'typeorm';

/** A scope that a user has agreed to give a client. One row each, so that the union needs no reading. */
@Entity('consents', { withoutRowid: true })
export class ConsentRow {
  /** Internal id of the client. */
  @PrimaryColumn('text')
  client: string;

  @Index('consents_by_sub')
  @PrimaryColumn('text')
  sub: string;

  @PrimaryColumn('text')
  scope: string;
}
