import { useQuery } from '@tanstack/react-query';
import { ReceiptTable } from '../../requests/receipt-table.js';
import { receiptsQuery } from '../../requests/receipt-queries.js';
import { count } from '../../words/count.js';
import { useClientPage } from '../page/client-page-context.js';
import { Tool } from '../page/tool.js';
import classes from './activity.module.css';
import { Grants } from './grants.js';

/** What goes on with this client: what it may go on with, and which of its requests were refused. */
export function ActivityTab() {
  const { client } = useClientPage();
  return (
    <>
      <Grants />
      <Tool title="Refused requests" intro="Each with the rule that it broke, what was sent and what is registered.">
        <RefusalsByRule clientId={client.client_id} />
        <ReceiptTable
          clientId={client.client_id}
          empty="No request of this client was refused. When one is, the rule that it broke is here."
        />
      </Tool>
    </>
  );
}

/** Which rules the latest refused requests broke, most often first. */
function RefusalsByRule({ clientId }: { clientId: string }) {
  // The page that the table begins with; it is read once for both.
  const { data } = useQuery(receiptsQuery({ client_id: clientId, after: undefined }));
  if (!data || data.items.length < 2) return null;
  const times = new Map<string, number>();
  for (const { rule } of data.items) times.set(rule, (times.get(rule) ?? 0) + 1);
  return (
    <ul className={classes.rules} aria-label={`Rules that the latest ${count(data.items.length, 'request')} broke`}>
      {[...times]
        .toSorted(([, left], [, right]) => right - left)
        .map(([rule, number]) => (
          <li key={rule}>
            <strong>{number}</strong> × <code>{rule}</code>
          </li>
        ))}
    </ul>
  );
}
