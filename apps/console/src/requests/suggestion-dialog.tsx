import { Dialog } from '../ui/dialog.js';
import { useQuery } from '@tanstack/react-query';

import { clientModel } from '../clients/client-model.js';
import { clientQuery } from '../clients/client-queries.js';
import { ProposalDialog } from '../clients/page/proposal-dialog.js';
import { type Document } from '../form/document-model.js';
import { serverQuery } from '../server/server-queries.js';
import { Failure } from '../ui/failure.js';
import { Skeleton } from '../ui/skeleton.js';

/** The change that would let a refused request pass, on the client as it is now. */
export function SuggestionDialog(props: { clientId: string; patch: Document; onClose(): void }) {
  const client = useQuery(clientQuery(props.clientId));
  const server = useQuery(serverQuery);
  if (client.data && server.data) {
    return (
      <ProposalDialog
        stored={client.data}
        model={clientModel(server.data)}
        patch={props.patch}
        onClose={props.onClose}
      />
    );
  }
  const error = client.error ?? server.error;
  return (
    <Dialog onClose={props.onClose} title="Change the client">
      {error ? <Failure error={error} /> : <Skeleton lines={4} />}
    </Dialog>
  );
}
