import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouter, useRouterState, useSearch } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, Plus, Upload } from 'lucide-react';
import { useRef } from 'react';
import { useMay } from '../../session/session-context.js';
import { Empty } from '../../ui/empty.js';
import { Failure } from '../../ui/failure.js';
import { Page } from '../../ui/page.js';
import { count } from '../../words/count.js';
import { BulkBar } from '../bulk/bulk-bar.js';
import { useSelection } from '../bulk/use-selection.js';
import { clientsQuery } from '../client-queries.js';
import { ExportButton } from '../transfer/export-button.js';
import { useEffective } from '../use-effective.js';
import { ClientTable } from './client-table.js';
import { DeletedTable } from './deleted-table.js';
import { FilterBar } from './filter-bar.js';
import classes from './list.module.css';
import { type ListSearch, isFiltered } from './list-search.js';
import { SearchBox } from './search-box.js';

export function ClientListPage() {
  const search = useSearch({ from: '/clients' });
  const navigate = useNavigate();
  const router = useRouter();
  const mayCreate = useMay('clients:write');
  const searchBox = useRef<HTMLInputElement>(null);
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(clientsQuery(search));
  const paged = useRouterState({ select: ({ location }) => location.state.paged === true });

  const effective = useEffective();
  const { after: _page, ...wholeList } = search;
  const selection = useSelection(JSON.stringify(wholeList));

  const deleted = search.state === 'deleted';
  // What is shown until the next rows are there may be those of the other table.
  const rows = data?.items.filter(({ trashed_at }) => (trashed_at !== null) === deleted);
  const narrow = (change: Partial<ListSearch>) =>
    // A cursor belongs to the query that it came from.
    navigate({ to: '/clients', search: listWith({ ...search, ...change, after: undefined }), replace: 'q' in change });
  useHotkeys([
    ['/', () => searchBox.current?.focus()],
    ['c', () => mayCreate && void navigate({ to: '/new-client' })],
  ]);

  return (
    <Page
      title="Clients"
      intro={
        deleted &&
        'Deleted clients obtain no tokens and keep their client IDs. Each can be restored for thirty days; then it is deleted for good.'
      }
      actions={
        <>
          <ExportButton search={search} />
          {mayCreate && (
            <>
              <Button
                variant="default"
                leftSection={<Upload size={16} />}
                renderRoot={(props) => <Link to="/import-clients" {...props} />}
              >
                Import
              </Button>
              <Button leftSection={<Plus size={16} />} renderRoot={(props) => <Link to="/new-client" {...props} />}>
                New client
              </Button>
            </>
          )}
        </>
      }
    >
      <div className={classes.tools}>
        <SearchBox ref={searchBox} value={search.q ?? ''} onSearch={(q) => void narrow({ q })} />
        <FilterBar search={search} onChange={(change) => void narrow(change)} />
        <p className={classes.total} role="status">
          {data && totalInWords(data.total, isFiltered(search))}
        </p>
      </div>
      {!deleted && <BulkBar selection={selection} search={search} total={data?.total ?? null} effective={effective} />}
      {error && !data ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : data?.items.length === 0 && !deleted ? (
        <Nothing search={search} />
      ) : (
        <>
          {deleted ? (
            <DeletedTable
              clients={rows}
              loading={isPending || (isPlaceholderData && rows?.length === 0)}
              empty={<Nothing search={search} />}
            />
          ) : (
            <ClientTable
              clients={rows}
              effective={effective}
              selection={selection}
              loading={isPending}
              stale={isPlaceholderData}
            />
          )}
          <nav className={classes.pager} aria-label="Pages">
            {search.after && (
              <Button
                variant="default"
                leftSection={<ChevronLeft size={16} />}
                onClick={() => (paged ? router.history.back() : void narrow({}))}
              >
                {paged ? 'Previous' : 'First page'}
              </Button>
            )}
            {data?.next && (
              <Button
                variant="default"
                rightSection={<ChevronRight size={16} />}
                onClick={() =>
                  void navigate({ to: '/clients', search: { ...search, after: data.next! }, state: { paged: true } })
                }
              >
                Next
              </Button>
            )}
          </nav>
        </>
      )}
    </Page>
  );
}

function Nothing({ search }: { search: ListSearch }) {
  const mayCreate = useMay('clients:write');
  const { state, ...others } = search;
  if (state === 'deleted' && !isFiltered(others) && !search.after) {
    return <Empty title="No deleted clients">A client that is deleted can be restored here for thirty days.</Empty>;
  }
  if (isFiltered(search) || search.after) {
    return (
      <Empty
        title="No client matches"
        actions={
          <Button variant="default" renderRoot={(props) => <Link to="/clients" search={{}} {...props} />}>
            Clear search and filters
          </Button>
        }
      >
        The search looks at names, client IDs, descriptions and redirect URIs; a whole redirect URI finds the clients
        that would accept it. grant:, scope:, auth:, label: and lastused:&gt;90d narrow it down.
      </Empty>
    );
  }
  return (
    <Empty
      title="No clients yet"
      actions={
        mayCreate && (
          <>
            <Button renderRoot={(props) => <Link to="/new-client" {...props} />}>Start from a template</Button>
            <Button
              variant="default"
              renderRoot={(props) => <Link to="/new-client" search={{ from: 'document' }} {...props} />}
            >
              Paste a JSON document
            </Button>
            <Button variant="default" renderRoot={(props) => <Link to="/import-clients" {...props} />}>
              Import a file
            </Button>
          </>
        )
      }
    >
      A client is an application that asks this server for tokens.
    </Empty>
  );
}

function totalInWords(total: number | null, filtered: boolean): string {
  // A search is not counted beyond its first page, whatever it finds.
  if (total === null) return filtered ? 'Many matches' : 'More than 10,000 clients';
  return filtered ? count(total, 'match', 'matches') : count(total, 'client');
}

/** The search without empty members, so that the URL shows only what narrows the list. */
function listWith(search: ListSearch): ListSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== ''));
}
