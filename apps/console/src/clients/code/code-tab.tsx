import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { discoveryUrl } from '../../server/discovery.js';
import { accessTokenManagersQuery, issuerQuery } from '../../server/server-queries.js';
import { CodeBlock } from '../../ui/code-block.js';
import { CopyButton } from '../../ui/copy-button.js';
import { Empty } from '../../ui/empty.js';
import { Failure } from '../../ui/failure.js';
import { Skeleton } from '../../ui/skeleton.js';
import { useClientPage } from '../page/client-page-context.js';
import classes from './code.module.css';
import { snippetsFor } from './snippets.js';

/** From this client to a first token: programs with its own values in them. */
export function CodeTab() {
  const { client, effective } = useClientPage();
  const issuer = useQuery(issuerQuery);
  const managers = useQuery(accessTokenManagersQuery);
  const [chosen, setChosen] = useState<string>();

  const error = issuer.error ?? managers.error;
  if (error) return <Failure error={error} onRetry={() => void issuer.refetch()} />;
  if (!issuer.data || !managers.data) return <Skeleton lines={8} height={20} />;

  const format = managers.data.find(({ id }) => id === effective.default_access_token_manager_id)?.format ?? 'jwt';
  const snippets = snippetsFor({ ...effective, client_id: client.client_id }, issuer.data, format);
  const snippet = snippets.find(({ id }) => id === chosen) ?? snippets[0];
  const discovery = discoveryUrl(issuer.data.issuer);

  return (
    <section className={classes.panel} aria-label="Code">
      <dl className={classes.values}>
        <Value label="Discovery URL" value={discovery} />
        <Value label="Issuer" value={issuer.data.issuer} />
        <Value label="Client ID" value={client.client_id} />
      </dl>
      {snippet ? (
        <>
          <SegmentedControl
            className={classes.choice}
            aria-label="Library"
            value={snippet.id}
            data={snippets.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={setChosen}
          />
          {snippet.install && <CodeBlock code={snippet.install} label="install command" caption="Install" />}
          <CodeBlock code={snippet.code} label={`${snippet.title} program`} caption={snippet.title} highlighted />
          {format === 'opaque' && (
            <p className={classes.note}>
              Access tokens of this client are opaque: an API asks the introspection endpoint what one is worth.
            </p>
          )}
        </>
      ) : (
        <Empty
          title="This client may not obtain tokens"
          actions={
            <Button
              variant="default"
              renderRoot={(props) => (
                <Link
                  to="/clients/$clientId/$tab"
                  params={{ clientId: client.client_id, tab: 'grant-types' }}
                  {...props}
                />
              )}
            >
              Choose grant types
            </Button>
          }
        >
          Once it has a grant type, programs for it are here.
        </Empty>
      )}
    </section>
  );
}

function Value({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <code>{value}</code>
        <CopyButton text={value} label={`Copy the ${label.toLowerCase()}`} />
      </dd>
    </div>
  );
}
