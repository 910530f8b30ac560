import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Problem } from '@clientele/sdk';
import { useEffect } from 'react';
import { serverQuery } from '../../server/server-queries.js';
import { BackLink } from '../../ui/page.js';
import { Empty } from '../../ui/empty.js';
import { Failure } from '../../ui/failure.js';
import { Skeleton } from '../../ui/skeleton.js';
import { clientQuery } from '../client-queries.js';
import { tabs } from '../tabs/index.js';
import { ClientEditor } from './client-editor.js';
import classes from './page.module.css';

export function ClientPage() {
  const { clientId, tab } = useParams({ strict: false });
  const navigate = useNavigate();
  const client = useQuery(clientQuery(clientId));
  const server = useQuery(serverQuery);
  const known = tabs.some(({ path }) => path === tab);
  useEffect(() => {
    const params = { clientId: clientId!, tab: tabs[0]!.path };
    if (!known) void navigate({ to: '/clients/$clientId/$tab', params, replace: true });
  }, [known, clientId, navigate]);

  const error = client.error ?? server.error;
  return (
    <div className={classes.page}>
      <BackLink to="/clients" label="Clients" />
      {client.data && server.data && known ? (
        // Another client is another form: nothing of this one may stay in its controls.
        <ClientEditor key={clientId} stored={client.data} server={server.data} tab={tab} />
      ) : error ? (
        error instanceof Problem && error.status === 404 ? (
          <Empty alone title="There is no such client">
            No client has the ID <code>{clientId}</code>. It may be among the{' '}
            <Link to="/clients" search={{ state: 'deleted' }}>
              deleted clients
            </Link>
            .
          </Empty>
        ) : (
          <Failure error={error} onRetry={() => void Promise.all([client.refetch(), server.refetch()])} />
        )
      ) : (
        <div className={classes.loading}>
          <Skeleton height={28} />
          <Skeleton lines={8} height={20} />
        </div>
      )}
    </div>
  );
}
