import { type EffectiveClient } from '@clientele/client-schema';
import { Checkbox } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useDensity } from '../../frame/appearance.js';
import { CopyButton } from '../../ui/copy-button.js';
import { SkeletonRows } from '../../ui/skeleton.js';
import { Status } from '../../ui/status.js';
import { When } from '../../ui/when.js';
import { count } from '../../words/count.js';
import { phrase } from '../../words/values.js';
import { type Selection } from '../bulk/use-selection.js';
import { type StoredClient } from '../client-queries.js';
import classes from './list.module.css';

interface Props {
  clients: readonly StoredClient[] | undefined;
  effective(client: StoredClient): EffectiveClient;
  selection: Selection;
  loading: boolean;
  /** The rows belong to the search before; the next ones are on their way. */
  stale: boolean;
}

export function ClientTable({ clients = [], effective, selection, loading, stale }: Props) {
  const [density] = useDensity();
  const body = useRef<HTMLTableSectionElement>(null);
  useHotkeys([
    ['j', () => moveFocus(body.current, 1)],
    ['k', () => moveFocus(body.current, -1)],
    ['x', () => body.current?.querySelector<HTMLElement>('tr:focus-within [type=checkbox]')?.click()],
  ]);
  const selected = clients.filter((client) => selection.has(client)).length;
  return (
    <div className={classes.tableWrap} aria-busy={loading || stale}>
      <table className={classes.table} data-density={density} data-stale={stale || undefined}>
        <thead>
          <tr>
            <th scope="col" className={classes.check}>
              <Checkbox
                aria-label="Select this page"
                disabled={clients.length === 0}
                checked={selected > 0 && selected === clients.length}
                indeterminate={selected > 0 && selected < clients.length}
                onChange={(event) => selection.choose(clients, event.currentTarget.checked)}
              />
            </th>
            <th scope="col">Client</th>
            <th scope="col">Kind</th>
            <th scope="col" className={classes.medium}>
              Authentication
            </th>
            <th scope="col" className={classes.wide}>
              Grants
            </th>
            <th scope="col">Last used</th>
            <th scope="col">Findings</th>
            <th scope="col" className={classes.wide}>
              Changed
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {loading && <SkeletonRows rows={8} columns={8} />}
          {clients.map((client) => (
            <Row client={client} effective={effective(client)} selection={selection} key={client.client_id} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  client: StoredClient;
  effective: EffectiveClient;
  selection: Selection;
}

function Row({ client, effective, selection }: RowProps) {
  const { client_id, client_name, system } = client;
  const { enabled, client_type, token_endpoint_auth_method, grant_types } = effective;
  return (
    <tr data-selected={selection.has(client) || undefined}>
      <td className={classes.check}>
        <Checkbox
          aria-label={`Select ${client_name}`}
          checked={selection.has(client)}
          onChange={(event) => selection.choose([client], event.currentTarget.checked)}
        />
      </td>
      <td className={classes.client}>
        <div className={classes.name}>
          <Link
            to="/clients/$clientId"
            params={{ clientId: client_id }}
            className={classes.rowLink}
            title={client_name}
            data-row
          >
            {client_name}
          </Link>
          {enabled ? <Status tone="green">Enabled</Status> : <Status tone="grey">Disabled</Status>}
          {system && <span className={classes.tag}>System</span>}
        </div>
        <div className={classes.id}>
          <code title={client_id}>{client_id}</code>
          <CopyButton text={client_id} label={`Copy the client ID ${client_id}`} className={classes.copy} />
        </div>
      </td>
      <td className={classes.kind}>{phrase(client_type)}</td>
      <td className={classes.medium}>
        <code className={classes.method}>{token_endpoint_auth_method}</code>
      </td>
      <td className={classes.wide}>
        <span className={classes.grants}>{grant_types.map(phrase).join(', ')}</span>
      </td>
      <td className={classes.nowrap}>
        <When at={client.last_used_at} />
      </td>
      <td className={classes.nowrap}>
        <Findings client={client} />
      </td>
      <td className={`${classes.wide} ${classes.nowrap}`}>
        <When at={client.updated_at} />
      </td>
    </tr>
  );
}

/** How much there is to say about a client, and the way to it. */
function Findings({ client: { client_id, client_name, _findings: findings = 0 } }: { client: StoredClient }) {
  if (findings === 0) return null;
  return (
    <Link
      to="/clients/$clientId/$tab"
      params={{ clientId: client_id, tab: 'advice' }}
      className={classes.findings}
      aria-label={`${count(findings, 'finding')} about ${client_name}`}
    >
      <Status tone="amber">{findings}</Status>
    </Link>
  );
}

/** Moves the focus to the link of the next or the previous row; Enter then opens it, as on any link. */
function moveFocus(body: HTMLElement | null, step: 1 | -1): void {
  const links = [...(body?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
  links[next]?.focus();
}
