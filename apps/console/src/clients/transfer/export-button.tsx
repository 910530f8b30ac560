import { Button } from '@mantine/core';
import { exportClients } from '@clientele/sdk/transfer';
import { Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api.js';
import { titleOf } from '../../ui/failure.js';
import { toast } from '../../ui/toasts.js';
import { count } from '../../words/count.js';
import { queryOf } from '../client-queries.js';
import { type ListSearch } from '../list/list-search.js';

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
        lines.push(`${JSON.stringify(client)}\n`);
        if (lines.length % 500 === 0) setExported(lines.length);
      }
      download(
        new Blob(lines, { type: 'application/x-ndjson' }),
        `clients-${new Date().toISOString().slice(0, 10)}.ndjson`,
      );
      toast(`Exported ${count(lines.length, 'client')}`, 'green', ['Secrets are not among what is exported.']);
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

function download(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
