import { type Server } from '@clientele/client-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Stored } from '../../api.js';
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
  const page = useMemo(() => ({ client, stored }), [client, stored]);

  return (
    <ClientPageContext value={page}>
      <DocumentFormContext value={form}>
        <ClientHeader />
        <FormPage
          current={form}
          stored={stored}
          url={`/clients/${encodeURIComponent(client.client_id)}`}
          save={(changes, etag) => patch.mutateAsync({ client_id: client.client_id, etag, patch: changes })}
          reload={() => queries.refetchQueries({ queryKey: clientQuery(client.client_id).queryKey, exact: true })}
          revealField={(name) => goTo(tabs.find(({ section }) => section === sectionOf(model, name))?.path)}
          stays={({ params }) => params.clientId === client.client_id}
        >
          <ClientTabs tab={tab} onTab={goTo} />
        </FormPage>
      </DocumentFormContext>
    </ClientPageContext>
  );
}

function sectionOf(model: ReturnType<typeof clientModel>, name: string): string | undefined {
  const field = model.fields.get(name);
  return field && 'section' in field ? String(field.section) : undefined;
}
