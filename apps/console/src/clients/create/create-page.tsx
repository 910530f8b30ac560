import { type Server } from '@clientele/client-schema';
import { type Schemas } from '@clientele/sdk';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { type Document } from '../../form/document-model.js';
import { serverQuery } from '../../server/server-queries.js';
import { Failure } from '../../ui/failure.js';
import { Page } from '../../ui/page.js';
import { Skeleton } from '../../ui/skeleton.js';
import { clientModel } from '../client-model.js';
import { useClientWrites } from '../client-queries.js';
import { FromDocument } from './from-document.js';
import { Questions } from './questions.js';
import { Review } from './review.js';
import { SecretStep } from './secret-step.js';
import { startingPoints } from './starting-points.js';
import { Steps } from './steps.js';
import { TemplateCards } from './template-cards.js';

const back = { to: '/clients', label: 'Clients' } as const;

/** A new client in four steps: a starting point, three questions, a look at the whole, and its secret once. */
export function CreatePage() {
  const server = useQuery(serverQuery);
  return (
    <Page title="New client" back={back} width="form">
      {server.data ? (
        <Wizard server={server.data} />
      ) : server.error ? (
        <Failure error={server.error} onRetry={() => void server.refetch()} />
      ) : (
        <Skeleton lines={6} height={40} />
      )}
    </Page>
  );
}

function Wizard({ server }: { server: Server }) {
  const search = useSearch({ from: '/new-client' });
  const navigate = useNavigate();
  const model = useMemo(() => clientModel(server), [server]);
  const { create } = useClientWrites();
  const [document, setDocument] = useState<Document>();
  const [created, setCreated] = useState<Schemas['ClientWithSecret']>();
  const offered = useMemo(() => startingPoints(server.client_templates), [server]);
  const template = offered.find(({ id }) => id === search.template);
  // The answers live in this page only: an address with "review" in it opens at the questions without them.
  const reviewing = search.step === 'review' && document !== undefined;

  const toCode = (client_id: string) =>
    navigate({
      to: '/clients/$clientId/$tab',
      params: { clientId: client_id, tab: 'code' },
      replace: true,
      ignoreBlocker: true,
    });
  const review = (next: Document) => {
    setDocument(next);
    void navigate({ to: '/new-client', search: { ...search, step: 'review' } });
  };
  const submit = async (next: Document) => {
    const client = await create(next);
    if (client.client_secret === undefined) await toCode(client.client_id);
    else setCreated(client);
  };

  if (created) {
    return (
      <>
        <Steps at={3} />
        <SecretStep client={created} onDone={() => void toCode(created.client_id)} />
      </>
    );
  }
  if (reviewing) {
    return (
      <>
        <Steps at={2} />
        <Review document={document} model={model} server={server} onCreate={submit} />
      </>
    );
  }
  if (template) {
    return (
      <>
        <Steps at={1} />
        <Questions key={template.id} template={template} model={model} given={document} onAnswered={review} />
      </>
    );
  }
  if (search.from === 'document') {
    return (
      <>
        <Steps at={1} />
        <FromDocument model={model} given={document} onRead={review} />
      </>
    );
  }
  return (
    <>
      <Steps at={0} />
      <TemplateCards offered={offered} />
    </>
  );
}
