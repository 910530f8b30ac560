import { useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { toast } from '../../ui/toasts.js';
import { When } from '../../ui/when.js';
import { type StoredClient, clientQuery, useClientWrites } from '../client-queries.js';

interface Props {
  client: StoredClient;
  /** Leaves the page of the client. */
  onDeleted(): Promise<unknown>;
  onClose(): void;
}

export function DeleteDialog({ client, onDeleted, onClose }: Props) {
  const { remove } = useClientWrites();
  const queries = useQueryClient();
  return (
    <ConfirmDialog
      title={`Delete ${client.client_name}?`}
      action="Delete"
      typed={client.client_id}
      onConfirm={async (reason) => {
        await remove(client.client_id, reason);
        await onDeleted();
        // Not before its page is left: it would ask for a client that is gone.
        queries.removeQueries({ queryKey: clientQuery(client.client_id).queryKey });
        toast(`${client.client_name} is deleted`, 'green', [
          'Among the deleted clients it can be restored for thirty days.',
        ]);
      }}
      onClose={onClose}
    >
      <p>
        It gets no more tokens from now on. For thirty days it can be restored, and nobody else can take its client ID.
      </p>
      <p>
        Last used: <When at={client.last_used_at} />.
      </p>
    </ConfirmDialog>
  );
}
