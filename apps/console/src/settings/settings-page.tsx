import {
  type Field,
  type GroupOptions,
  clientFields,
  fieldsOfGroup,
  groupOptions,
  serverGroups,
  settingsFields,
} from '@clientele/client-schema';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Stored, api, asMergePatch, stored } from '../api.js';
import { type CardContent, Cards } from '../form/cards.js';
import { type Document } from '../form/document-model.js';
import { FormPage } from '../form/form-page.js';
import { DocumentFormContext, useDocumentForm } from '../form/use-document-form.js';
import { serverQuery, settingsQuery } from '../server/server-queries.js';
import { useMay } from '../session/session-context.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { Skeleton } from '../ui/skeleton.js';
import { rehearseSettings } from './impact.js';
import { settingsModel } from './settings-model.js';

export function SettingsPage() {
  const { data, error, refetch } = useQuery(settingsQuery);
  return (
    <Page
      title="Settings"
      intro="What every client inherits unless it says otherwise, and what the server alone decides."
      width="form"
    >
      {data ? (
        <SettingsForm settings={data} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton lines={8} height={28} />
      )}
    </Page>
  );
}

function SettingsForm({ settings }: { settings: Stored<Document> }) {
  const queries = useQueryClient();
  const { data: server } = useQuery(serverQuery);
  const model = useMemo(() => settingsModel(server ?? {}), [server]);
  const current = useDocumentForm(model, settings.body, { readOnly: !useMay('settings:write') });
  const save = async (patch: Document, etag: string | null, reason: string) => {
    const answer = await stored<Document>(api.PATCH('/settings', { body: patch, ...asMergePatch(etag, reason) }));
    queries.setQueryData(settingsQuery.queryKey, answer);
    // Clients are validated against the settings, so what was read together is read again.
    await queries.invalidateQueries({ queryKey: serverQuery.queryKey });
    return answer;
  };
  return (
    <DocumentFormContext value={current}>
      <FormPage
        current={current}
        stored={settings}
        url="/settings"
        save={save}
        rehearse={rehearseSettings}
        reload={() => queries.refetchQueries({ queryKey: settingsQuery.queryKey })}
        stays={({ routeId }) => routeId === '/settings'}
      >
        <Cards cards={cards} />
      </FormPage>
    </DocumentFormContext>
  );
}

/** Settings that clients inherit stand under the title that they have on a client; the server's own come last. */
function cardsOf(): CardContent[] {
  const own = new Map(
    serverGroups.flatMap((group) => fieldsOfGroup(group).map(({ name }) => [name, groupOptions(group)] as const)),
  );
  const byGroup = new Map<GroupOptions, Field[]>();
  for (const field of settingsFields.values()) {
    const group = clientFields.get(field.name)?.group ?? own.get(field.name)!;
    byGroup.set(group, [...(byGroup.get(group) ?? []), field]);
  }
  // What a group says of itself is about one client.
  return [...byGroup].map(([{ name, title, spec }, fields]) => ({ group: { name, title, spec }, fields }));
}

const cards = cardsOf();
