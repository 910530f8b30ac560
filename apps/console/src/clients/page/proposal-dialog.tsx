import { useState } from 'react';
import { Changes } from '../../form/changes.js';
import { changesInWords, formValues } from '../../form/difference.js';
import { type Document, type DocumentModel } from '../../form/document-model.js';
import { type FreshSecret, FreshSecretDialog, withoutFreshSecrets } from './fresh-secret-dialog.js';
import { ForScripts } from '../../form/for-scripts.js';
import { ActionDialog } from '../../ui/action-dialog.js';
import { CodeBlock } from '../../ui/code-block.js';
import { toast } from '../../ui/toasts.js';
import { type Stored } from '../../api.js';
import { type StoredClient, useClientWrites } from '../client-queries.js';

interface Props {
  stored: Stored<StoredClient>;
  model: DocumentModel;
  patch: Document;
  onClose(): void;
}

/** A change that the server suggests: shown first, saved when somebody agrees. */
export function ProposalDialog({ stored, model, patch, onClose }: Props) {
  const client = stored.body;
  const base = formValues(model.fields, { ...client });
  const writes = useClientWrites();
  const [fresh, setFresh] = useState<readonly FreshSecret[]>([]);
  const save = async (reason: string) => {
    const answer = await writes.patch(client.client_id, stored.etag, patch, reason);
    toast('Saved');
    const { fresh: made } = withoutFreshSecrets(answer.body);
    setFresh(made);
    if (made.length === 0) onClose();
  };
  if (fresh[0]) {
    const next = () => (fresh.length > 1 ? setFresh(fresh.slice(1)) : onClose());
    return <FreshSecretDialog clientId={client.client_id} fresh={fresh[0]} onDone={next} key={fresh.length} />;
  }
  return (
    <ActionDialog title={`Change ${client.client_name}`} size="lg" action="Save" onAction={save} onClose={onClose}>
      <Changes changes={changesInWords(model, base, patch)} />
      <ForScripts>
        <CodeBlock code={JSON.stringify(patch, null, 2)} label="merge patch" caption="Merge patch, RFC 7396" />
      </ForScripts>
    </ActionDialog>
  );
}
