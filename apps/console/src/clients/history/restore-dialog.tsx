import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { toast } from '../../ui/toasts.js';
import { useClientWrites } from '../client-queries.js';
import { useClientPage } from '../page/client-page-context.js';
import { Comparison } from './comparison.js';

/** What the client would be again, before it is. */
export function RestoreDialog({ revision, onClose }: { revision: number; onClose(): void }) {
  const { client, stored } = useClientPage();
  const { restoreRevision } = useClientWrites();
  return (
    <ConfirmDialog
      title={`Restore revision ${revision}?`}
      action="Restore"
      danger={false}
      onConfirm={async (reason) => {
        await restoreRevision(stored, revision, reason);
        toast(`Revision ${revision} is restored`);
      }}
      onClose={onClose}
    >
      <p>It is written as revision {client.revision + 1}. Secrets stay as they are today.</p>
      <Comparison from={client.revision} to={revision} />
    </ConfirmDialog>
  );
}
