import { type Client, type Server, resolveClient } from '@clientele/client-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { type Stored } from '../../api.js';
import { type Document } from '../../form/document-model.js';
import { FormPage } from '../../form/form-page.js';
import { DocumentFormContext, useDocumentForm } from '../../form/use-document-form.js';
import { useMay } from '../../session/session-context.js';
import { useTitle } from '../../ui/page.js';
import { clientModel } from '../client-model.js';
import { type StoredClient, clientQuery, useClientWrites } from '../client-queries.js';
import { tabs } from '../tabs/index.js';
import { ClientHeader } from './client-header.js';
import { ClientPageContext } from './client-page-context.js';
import { ClientTabs, useTabNavigation } from './client-tabs.js';
import { type FreshSecret, FreshSecretDialog, withoutFreshSecrets } from './fresh-secret-dialog.js';

interface Props {
  stored: Stored<StoredClient>;
  server: Server;
  tab: string;
}

/** One client and the form over it: the header, the tabs, and one save for all of them. */
export function ClientEditor({ stored, server, tab }: Props) {
  const client = stored.body;
  useTitle(client.client_name);
  const model = useMemo(() => clientModel(server), [server]);
  const form = useDocumentForm(model, { ...client }, { readOnly: !useMay('clients:write') });
  const queries = useQueryClient();
  const { patch } = useClientWrites();
  const goTo = useTabNavigation(client.client_id);
  const [fresh, setFresh] = useState<readonly FreshSecret[]>([]);
  const save = async (changes: Document, etag: string | null, reason: string) => {
    const answer = await patch(client.client_id, etag, changes, reason);
    const { fresh: made, rest } = withoutFreshSecrets(answer.body);
    setFresh(made);
    return { ...answer, body: rest };
  };
  const page = useMemo(
    () => ({ client, stored, server, effective: resolveClient(client as unknown as Client, server) }),
    [client, stored, server],
  );

  return (
    <ClientPageContext value={page}>
      <DocumentFormContext value={form}>
        <ClientHeader />
        <FormPage
          current={form}
          stored={stored}
          url={`/clients/${encodeURIComponent(client.client_id)}`}
          save={save}
          reload={() => queries.refetchQueries({ queryKey: clientQuery(client.client_id).queryKey, exact: true })}
          revealField={(name) => goTo(tabs.find(({ section }) => section === sectionOf(model, name))?.path)}
          stays={({ params }) => params.clientId === client.client_id}
        >
          <ClientTabs tab={tab} onTab={goTo} />
        </FormPage>
        {fresh[0] && (
          <FreshSecretDialog
            clientId={client.client_id}
            fresh={fresh[0]}
            onDone={() => setFresh(fresh.slice(1))}
            key={fresh.length}
          />
        )}
      </DocumentFormContext>
    </ClientPageContext>
  );
}

function sectionOf(model: ReturnType<typeof clientModel>, name: string): string | undefined {
  const field = model.fields.get(name);
  return field && 'section' in field ? String(field.section) : undefined;
}
