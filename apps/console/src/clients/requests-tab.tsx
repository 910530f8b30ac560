import { ReceiptTable } from '../requests/receipt-table.js';
import { useClientPage } from './page/client-page-context.js';

/** Refused requests that named this client. */
export function RequestsTab() {
  const { client } = useClientPage();
  return (
    <ReceiptTable
      clientId={client.client_id}
      empty="No request of this client was refused. When one is, the rule that it broke is here."
    />
  );
}
