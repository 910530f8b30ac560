import { useState } from 'react';
import { edits } from '../form/difference.js';

/** What the server notes about every record. */
export interface Noted {
  readonly revision: number;
  readonly updated_by: string;
  readonly updated_at: string;
}

/** Values that a small form can hold. */
export type Values<V> = { readonly [K in keyof V]: string | readonly string[] | null };

/** The values in a small form over one record: as it was read, with what was typed since. */
export interface RecordForm<R extends Noted, V extends Values<V>> {
  /** The record as it was last read; undefined: it does not exist yet. */
  readonly record: R | undefined;
  readonly values: V;
  /** The values that differ from the record's. */
  readonly changes: Partial<V>;
  /** What somebody else has saved since the form was opened; undefined: nothing. */
  readonly theirs: Partial<V> | undefined;
  set(change: Partial<V>): void;
  /** Goes on from a newer record. What was typed stays; every other value is the newer one. */
  rebase(newer: R): void;
}

export function useRecordForm<R extends Noted, V extends Values<V>>(
  read: R | undefined,
  valuesOf: (record: R | undefined) => V,
): RecordForm<R, V> {
  const [record, setRecord] = useState(read);
  const [typed, setTyped] = useState<Partial<V>>({});
  const [theirs, setTheirs] = useState<Partial<V>>();
  const base = valuesOf(record);
  const values = { ...base, ...typed };
  return {
    record,
    values,
    changes: edits(base, values),
    theirs,
    set: (change) => setTyped((before) => ({ ...before, ...change })),
    rebase(newer) {
      setTheirs({ ...theirs, ...edits(base, valuesOf(newer)) });
      setRecord(newer);
    },
  };
}
