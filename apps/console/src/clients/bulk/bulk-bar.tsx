import { type EffectiveClient } from '@clientele/client-schema';
import { exportClients } from '@clientele/sdk/transfer';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../api.js';
import { useMay } from '../../session/session-context.js';
import { titleOf } from '../../ui/failure.js';
import { toast } from '../../ui/toasts.js';
import { type StoredClient, queryOf } from '../client-queries.js';
import { type ListSearch } from '../list/list-search.js';
import { lineOf, saveClients } from '../transfer/save-clients.js';
import { type BulkAction } from './bulk-actions.js';
import { BulkDialog } from './bulk-dialog.js';
import classes from './bulk.module.css';
import { type Selection } from './use-selection.js';

interface Props {
  selection: Selection;
  search: ListSearch;
  /** How many clients the list has on all its pages; null: nobody counted them. */
  total: number | null;
  effective(client: StoredClient): EffectiveClient;
}

/** What can be done with the clients that are chosen. */
export function BulkBar({ selection, search: { after: _page, ...search }, total, effective }: Props) {
  const mayWrite = useMay('clients:write');
  const [reading, setReading] = useState(false);
  const [asking, setAsking] = useState<{ what: BulkAction['what']; clients: readonly StoredClient[] }>();
  const { size, everything } = selection;

  /** Hands over what is chosen, after reading what the list has on its other pages. */
  const withClients = async (then: (clients: readonly StoredClient[]) => void) => {
    if (!everything) return then(selection.chosen);
    setReading(true);
    try {
      const clients: StoredClient[] = [];
      for await (const client of exportClients(api, queryOf(search))) clients.push(client);
      then(clients);
    } catch (cause) {
      toast('The clients could not be read', 'red', [titleOf(cause)]);
    } finally {
      setReading(false);
    }
  };
  const asks = (what: BulkAction['what']) => void withClients((clients) => setAsking({ what, clients }));
  const saves = () => void withClients((clients) => saveClients(clients.map(lineOf)));
  const everyOne = total === null ? 'Every match' : `All ${total.toLocaleString('en')}`;

  return (
    <>
      {(size > 0 || everything) && (
        <div className={classes.bar} role="region" aria-label="Selected clients">
          <p role="status">{everything ? `${everyOne} selected` : `${size.toLocaleString('en')} selected`}</p>
          {!everything && (total === null || total > size) && (
            <Button variant="subtle" size="compact-sm" onClick={selection.chooseEverything}>
              Select {everyOne.toLowerCase()}
            </Button>
          )}
          <Button variant="subtle" color="gray" size="compact-sm" onClick={selection.clear}>
            Clear
          </Button>
          <div className={classes.deeds}>
            {mayWrite && (
              <>
                <Button variant="default" size="compact-sm" disabled={reading} onClick={() => asks('enable')}>
                  Enable
                </Button>
                <Button variant="default" size="compact-sm" disabled={reading} onClick={() => asks('disable')}>
                  Disable
                </Button>
                <Button variant="default" size="compact-sm" disabled={reading} onClick={() => asks('label')}>
                  Add label
                </Button>
              </>
            )}
            <Button variant="default" size="compact-sm" disabled={reading} onClick={saves}>
              Export selected
            </Button>
            {mayWrite && (
              <Button
                variant="default"
                className={classes.danger}
                size="compact-sm"
                disabled={reading}
                onClick={() => asks('delete')}
              >
                Delete
              </Button>
            )}
          </div>
        </div>
      )}
      {asking && (
        <BulkDialog
          {...asking}
          effective={effective}
          onClose={() => setAsking(undefined)}
          onDone={() => {
            setAsking(undefined);
            // What was chosen is no longer what it was.
            selection.clear();
          }}
        />
      )}
    </>
  );
}
