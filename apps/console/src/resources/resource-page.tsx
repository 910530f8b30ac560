import {
  type AnyResource,
  type Control,
  type Field,
  type FieldGroup,
  type ResourceName,
  fieldsOfResource,
  groupOptions,
  holds,
  nounOf,
  pathOf,
  resources,
} from '@clientele/client-schema';
import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { type ComponentType, useMemo, useState } from 'react';
import { NotFound } from '../frame/not-found.js';
import { KeysDialog } from '../keys/keys-dialog.js';
import { recordsQuery, serverQuery } from '../server/server-queries.js';
import { useMay } from '../session/session-context.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { Empty } from '../ui/empty.js';
import { Failure } from '../ui/failure.js';
import { Page } from '../ui/page.js';
import { RowMenu, Table } from '../ui/table.js';
import ui from '../ui/ui.module.css';
import { count } from '../words/count.js';
import { type RecordNames, recordNamesIn } from '../words/record-names.js';
import { valueInWords } from '../words/values.js';
import { type ShownRecord, idOf, nameOf, useRecordWrites } from './record-queries.js';
import { ResourceDialog } from './resource-dialog.js';
import classes from './resources.module.css';

/** The page of the resource that the address names. */
export function ResourcePage() {
  const { resource: path } = useParams({ strict: false });
  const resource = (resources as readonly AnyResource[]).find((one) => pathOf(one) === `/${path}`);
  // Another resource is another page: no dialog of this one may stay.
  return resource ? <RecordsPage key={resource.name} resource={resource} /> : <NotFound />;
}

type Asking = { what: 'create' } | { what: 'edit' | 'delete' | 'more'; record: ShownRecord };

interface More {
  /** On the menu of a record. */
  readonly label: string;
  readonly Dialog: ComponentType<{ id: string; onClose(): void }>;
}

/** The resources whose records have something beside them. */
const beside: Partial<Record<ResourceName, More>> = {
  key_pairs: { label: 'Keys…', Dialog: KeysDialog },
};

function RecordsPage({ resource }: { resource: AnyResource }) {
  const { title, intro } = groupOptions(resource.members as FieldGroup);
  const noun = nounOf(resource);
  // Other pages read the same records for their choices, some time ago.
  const { data, error, isPending, refetch } = useQuery({
    ...recordsQuery(resource.name as ResourceName),
    refetchOnMount: 'always',
  });
  const { data: server } = useQuery(serverQuery);
  const names = useMemo(() => server && recordNamesIn(server), [server]);
  const { remove } = useRecordWrites(resource);
  const mayWrite = useMay(resource.writtenWith ?? 'settings:write');
  const more = beside[resource.name as ResourceName];
  const [asking, setAsking] = useState<Asking>();
  const close = () => setAsking(undefined);
  const records = data as readonly ShownRecord[] | undefined;
  const columns = columnsOf(resource);
  const button = mayWrite && (
    <Button leftSection={<Plus size={16} />} disabled={!server} onClick={() => setAsking({ what: 'create' })}>
      New {noun}
    </Button>
  );
  return (
    <Page title={title} intro={intro} actions={records?.length !== 0 && button}>
      {error && !records ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : records?.length === 0 ? (
        <Empty title={`No ${title.toLowerCase()} yet`} actions={button}>
          {intro}
        </Empty>
      ) : (
        <Table
          label={title}
          columns={[
            fieldCalled(resource, 'name').options.label,
            ...columns.map(({ options }) => options.label),
            'Used by',
          ]}
          withActions={mayWrite || more !== undefined}
          loading={isPending}
        >
          {records?.map((record) => (
            <tr key={idOf(resource, record)}>
              <td>
                <NameOf resource={resource} record={record} />
              </td>
              {columns.map((field) => (
                <td key={field.name}>
                  <ValueOf field={field} record={record} names={names} />
                </td>
              ))}
              <td>{record.used_by === 0 ? <span className={ui.quiet}>none</span> : count(record.used_by, 'client')}</td>
              {(mayWrite || more) && (
                <td>
                  <RowMenu name={idOf(resource, record)}>
                    {more && <Menu.Item onClick={() => setAsking({ what: 'more', record })}>{more.label}</Menu.Item>}
                    {mayWrite && (
                      <Menu.Item disabled={!server} onClick={() => setAsking({ what: 'edit', record })}>
                        Edit…
                      </Menu.Item>
                    )}
                    {mayWrite && (
                      <Menu.Item
                        data-danger
                        disabled={record.system}
                        title={record.system ? 'The server itself depends on it.' : undefined}
                        onClick={() => setAsking({ what: 'delete', record })}
                      >
                        Delete…
                      </Menu.Item>
                    )}
                  </RowMenu>
                </td>
              )}
            </tr>
          ))}
        </Table>
      )}
      {more && asking?.what === 'more' && <more.Dialog id={idOf(resource, asking.record)} onClose={close} />}
      {(asking?.what === 'create' || asking?.what === 'edit') && server && (
        <ResourceDialog
          resource={resource}
          server={server}
          read={asking.what === 'edit' ? asking.record : undefined}
          onClose={close}
        />
      )}
      {asking?.what === 'delete' && (
        <ConfirmDialog
          title={`Delete the ${noun} ${nameOf(resource, asking.record)}?`}
          action="Delete"
          onConfirm={(reason) => remove(asking.record, reason)}
          onClose={close}
        >
          <p>
            {asking.record.used_by === 0
              ? 'No client names it. This cannot be taken back.'
              : `${count(asking.record.used_by, 'client names', 'clients name')} it. While one does, it is not deleted.`}
          </p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

function NameOf({ resource, record }: { resource: AnyResource; record: ShownRecord }) {
  const id = idOf(resource, record);
  const name = nameOf(resource, record);
  if (name === id) return <code>{id}</code>;
  return (
    <>
      <div>
        <strong>{name}</strong>
      </div>
      <code className={ui.quiet}>{id}</code>
    </>
  );
}

/** A value that applies to the record; the size of an RSA key is nothing that an elliptic curve has. */
function ValueOf({ field, record, names }: { field: Field; record: ShownRecord; names: RecordNames | undefined }) {
  const { [field.name]: value } = record;
  const { visibleWhen } = field.options;
  if (value === null || value === undefined || (visibleWhen && !holds(visibleWhen, record))) return null;
  if (value === false) return <span className={ui.quiet}>off</span>;
  const words = valueInWords(field, value, names);
  return field.control === 'uri' ? <code>{words}</code> : <span className={classes.clip}>{words}</span>;
}

/** Controls whose values fit a cell of a table. */
const brief: readonly Control[] = [
  'text',
  'text-area',
  'choice',
  'duration',
  'number',
  'uri',
  'flag',
  'instant',
  'reference',
];

/** The members that a table shows between name and use: the first that fit. */
function columnsOf(resource: AnyResource): readonly Field[] {
  return (
    fieldsOfResource(resource)
      .filter(({ name, control }) => name !== resource.id && name !== 'name' && brief.includes(control))
      // Nobody tells certificates apart by how they begin.
      .filter(({ kind }) => kind !== 'certificate-pem')
      .slice(0, 3)
  );
}

function fieldCalled(resource: AnyResource, name: string): Field {
  const fields = fieldsOfResource(resource);
  return fields.find((field) => field.name === name) ?? fields.find((field) => field.name === resource.id)!;
}
