import { type Schemas } from '@clientele/sdk';
import { type ImportOptions, importClients, linesOf } from '@clientele/sdk/transfer';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, changeReason } from '../../api.js';

export type Outcome = Schemas['ImportOutcome'];

/** What has become of the lines of a file so far. */
export interface Run {
  /** Whether this is the real thing, and not the look at what it would do. */
  readonly stores: boolean;
  readonly outcomes: readonly Outcome[];
  readonly ended: boolean;
  /** Why it ended before the file did. */
  readonly error?: unknown;
}

/** Milliseconds between two looks at how far it is. */
const pace = 100;

/** An import of a file, first to see what it would do and then for good. Leaving the page stops it. */
export function useImport() {
  const queries = useQueryClient();
  const [run, setRun] = useState<Run>();
  const latest = useRef(0);
  const stop = useCallback(() => void latest.current++, []);
  useEffect(() => stop, [stop]);

  const start = async (
    file: File,
    { mode, reason, stores }: Pick<ImportOptions, 'mode'> & { reason: string; stores: boolean },
  ) => {
    const own = ++latest.current;
    const outcomes: Outcome[] = [];
    const show = (end: { ended: boolean; error?: unknown }) => {
      if (own === latest.current) setRun({ stores, outcomes: [...outcomes], ...end });
    };
    show({ ended: false });
    try {
      const options = { mode, dryRun: !stores, headers: changeReason(reason) };
      let shown = performance.now();
      for await (const outcome of importClients(api, linesOf(file.stream()), options)) {
        if (own !== latest.current) return;
        outcomes.push(outcome);
        if (performance.now() - shown < pace) continue;
        shown = performance.now();
        show({ ended: false });
      }
      show({ ended: true });
    } catch (error) {
      show({ ended: true, error });
    } finally {
      if (stores) await queries.invalidateQueries({ queryKey: ['clients'] });
    }
  };
  const reset = () => {
    stop();
    setRun(undefined);
  };
  return { run, start, reset };
}
