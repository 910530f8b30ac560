import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent } from 'react';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { Pager, Table } from '../ui/table.js';
import { WireName } from '../ui/wire-name.js';
import { When } from '../ui/when.js';
import { deedInWords, originInWords } from '../words/deeds.js';
import { type AuditEvent, eventsQuery } from './event-queries.js';
import { type EventSearch, eventSearch, isFiltered } from './event-search.js';
import classes from './events.module.css';

/** What the log can be filtered by, as inputs. */
const filters = [
  { name: 'actor', label: 'Who', type: 'text', placeholder: 'name or subject' },
  { name: 'type', label: 'What', type: 'text', placeholder: 'client.changed' },
  { name: 'client_id', label: 'Client ID', type: 'text', placeholder: 'billing-worker' },
  { name: 'since', label: 'From', type: 'date', placeholder: '' },
  { name: 'until', label: 'To', type: 'date', placeholder: '' },
] as const;

/** Every write of everything that is administered, newest first. */
export function EventsPage() {
  const search = useSearch({ from: '/events' });
  const navigate = useNavigate();
  const { data, error, isPending, refetch } = useQuery(eventsQuery(search));
  const go = (next: EventSearch) => void navigate({ to: '/events', search: next });
  const { after, ...filtered } = search;
  return (
    <Page
      title="Audit log"
      intro="Who changed what, when and from where. Each entry holds the hash of the one before it, so that none can be altered or removed unseen."
    >
      <Filters key={JSON.stringify(filtered)} search={filtered} onApply={go} />
      {error && !data ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : data?.items.length === 0 ? (
        <Empty
          title="Nothing that matches was written"
          actions={isFiltered(search) && <Clear onClear={() => go({})} />}
        >
          Every change of a client, a setting, an account or a key appears here.
        </Empty>
      ) : (
        <Table label="Audit log" columns={['What', 'Changed', 'Who', 'When', 'Entry']} loading={isPending}>
          {data?.items.map((event) => (
            <EventRow event={event} key={event.seq} />
          ))}
        </Table>
      )}
      <Pager
        after={after}
        next={data?.next}
        onPage={(page) => go(page === undefined ? filtered : { ...filtered, after: page })}
      />
    </Page>
  );
}

function Filters({ search, onApply }: { search: EventSearch; onApply(search: EventSearch): void }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = [...new FormData(event.currentTarget)];
    onApply(eventSearch(Object.fromEntries(typed)));
  };
  return (
    <form className={classes.filters} role="search" aria-label="Audit log" onSubmit={submit}>
      {filters.map(({ name, label, type, placeholder }) => (
        <TextInput
          key={name}
          name={name}
          type={type}
          label={label}
          placeholder={placeholder}
          defaultValue={search[name] ?? ''}
          autoComplete="off"
          spellCheck={false}
        />
      ))}
      <Button type="submit" variant="default">
        Filter
      </Button>
      {isFiltered(search) && <Clear onClear={() => onApply({})} />}
    </form>
  );
}

function Clear({ onClear }: { onClear(): void }) {
  return (
    <Button variant="subtle" color="gray" onClick={onClear}>
      Show everything
    </Button>
  );
}

function EventRow({ event }: { event: AuditEvent }) {
  const { actor } = event;
  // What is new has all of its fields; naming them would tell nothing.
  const fields = event.type.endsWith('.created') ? [] : event.fields.map((pointer) => pointer.slice(1));
  return (
    <tr>
      <td>
        <div>
          <strong>{deedInWords(event.type)}</strong>
        </div>
        <Target event={event} />
      </td>
      <td>
        {fields.length > 0 && <WireName className={classes.fields} name={fields.join(', ')} />}
        {event.reason && <div className={classes.reason}>“{event.reason}”</div>}
      </td>
      <td>
        <div className={classes.nowrap}>{actor.name}</div>
        <div className={`${classes.quiet} ${classes.nowrap}`}>{originInWords(event.origin)}</div>
      </td>
      <td className={classes.nowrap}>
        <When at={event.at} />
      </td>
      <td>
        <span title={event.hash}>{event.seq}</span>
      </td>
    </tr>
  );
}

/** What was written to; a client, or what belongs to one, leads to its history. */
function Target({ event }: { event: AuditEvent }) {
  if (event.client_id === null) return <code className={classes.quiet}>{event.target}</code>;
  return (
    <Link to="/clients/$clientId/$tab" params={{ clientId: event.client_id, tab: 'history' }}>
      <code>{event.client_id}</code>
    </Link>
  );
}
