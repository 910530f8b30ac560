import pg from 'pg';
import { type DataSource } from 'typeorm';

/** What we use of the pool of pg. */
export interface PostgresPool {
  query(query: {
    name?: string;
    text: string;
    values: unknown[];
  }): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

/** What we use of a connection of pg. */
export interface PostgresConnection {
  end(): Promise<void>;
}

/** The pool beneath a DataSource. */
export function postgresPool(dataSource: DataSource): PostgresPool {
  return (dataSource.driver as unknown as { master: PostgresPool }).master;
}

const int8 = 20;

/** 64-bit integers as numbers: ours are instants and counts, far below 2^53. */
export const numericTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    return oid === int8 ? Number : pg.types.getTypeParser(oid, format);
  },
};
