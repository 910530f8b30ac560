import { Button } from '@mantine/core';
import { exportClients } from '@clientele/sdk/transfer';
import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api.js';
import { titleOf } from '../../ui/failure.js';
import { toast } from '../../ui/toasts.js';
import { queryOf } from '../client-queries.js';
import { type ListSearch } from '../list/list-search.js';
import { lineOf, saveClients } from './save-clients.js';

/** Every client that the list would show on all its pages, as a file with one JSON document per line. */
export function ExportButton({ search: { after: _page, ...search } }: { search: ListSearch }) {
  const [exported, setExported] = useState<number>();
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);

  const start = async () => {
    setExported(0);
    try {
      const lines: string[] = [];
      for await (const client of exportClients(api, queryOf(search))) {
        // Whoever has gone elsewhere no longer waits for a file.
        if (!here.current) return;
        lines.push(lineOf(client));
        if (lines.length % 500 === 0) setExported(lines.length);
      }
      saveClients(lines);
    } catch (cause) {
      toast('The export did not succeed', 'red', [titleOf(cause)]);
    } finally {
      setExported(undefined);
    }
  };

  return (
    <Button
      variant="default"
      leftSection={<Download size={16} />}
      disabled={exported !== undefined}
      onClick={() => void start()}
    >
      {exported === undefined ? 'Export' : `Exporting, ${exported.toLocaleString('en')}…`}
    </Button>
  );
}
