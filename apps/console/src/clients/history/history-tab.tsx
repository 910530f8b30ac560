import { Button, Checkbox, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCurrentForm } from '../../form/use-document-form.js';
import { useMay } from '../../session/session-context.js';
import { Dialog } from '../../ui/dialog.js';
import { Failure } from '../../ui/failure.js';
import { Pager, RowMenu, Table } from '../../ui/table.js';
import { When } from '../../ui/when.js';
import { count } from '../../words/count.js';
import { deedsInWords, originInWords } from '../../words/deeds.js';
import { useClientPage } from '../page/client-page-context.js';
import { Comparison } from './comparison.js';
import { differenceInWords } from './difference-in-words.js';
import { type Revision, revisionsQuery } from './history-queries.js';
import classes from './history.module.css';
import { RestoreDialog } from './restore-dialog.js';

type Asking = { what: 'compare'; from: number; to: number } | { what: 'restore'; revision: number };

/** Who changed what of this client, when, from where and why; any two states compared, any one brought back. */
export function HistoryTab() {
  const { client } = useClientPage();
  const mayWrite = useMay('clients:write');
  const [after, setAfter] = useState<string>();
  const [ticked, setTicked] = useState<readonly number[]>([]);
  const [asking, setAsking] = useState<Asking>();
  const { data, error, isPending, refetch } = useQuery(revisionsQuery(client, after));
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;

  const close = () => setAsking(undefined);
  const [from, to] = ticked.toSorted((left, right) => left - right);
  // Of three, the one that was ticked first gives way.
  const tick = (revision: number, on: boolean) =>
    setTicked(on ? [...ticked, revision].slice(-2) : ticked.filter((other) => other !== revision));
  return (
    <>
      <div className={classes.compare}>
        <p aria-live="polite">
          {from !== undefined && to !== undefined
            ? `Revisions ${from} and ${to}`
            : 'Tick two revisions to compare them.'}
        </p>
        <Button
          variant="default"
          disabled={from === undefined || to === undefined}
          onClick={() => setAsking({ what: 'compare', from: from!, to: to! })}
        >
          Compare
        </Button>
      </div>
      <Table label="History" columns={['Revision', 'Changed', 'Who', 'When']} withActions loading={isPending}>
        {data?.items.map((revision) => (
          <tr key={revision.revision}>
            <td>
              <Checkbox
                className={classes.nowrap}
                label={`Revision ${revision.revision}`}
                checked={ticked.includes(revision.revision)}
                onChange={(event) => tick(revision.revision, event.currentTarget.checked)}
              />
            </td>
            <td>
              <Deeds revision={revision} />
            </td>
            <td>
              <div>{revision.actor.name}</div>
              <div className={classes.quiet}>{originInWords(revision.origin)}</div>
            </td>
            <td className={classes.nowrap}>
              <When at={revision.at} />
            </td>
            <td>
              {revision.revision !== client.revision && (
                <RowMenu name={`revision ${revision.revision}`}>
                  <Menu.Item
                    onClick={() => setAsking({ what: 'compare', from: revision.revision, to: client.revision })}
                  >
                    Compare with the present one…
                  </Menu.Item>
                  {mayWrite && (
                    <Menu.Item onClick={() => setAsking({ what: 'restore', revision: revision.revision })}>
                      Restore…
                    </Menu.Item>
                  )}
                </RowMenu>
              )}
            </td>
          </tr>
        ))}
      </Table>
      <Pager after={after} next={data?.next} onPage={setAfter} />
      {asking?.what === 'compare' && (
        <Dialog title={`From revision ${asking.from} to revision ${asking.to}`} size="lg" onClose={close}>
          <Comparison from={asking.from} to={asking.to} />
        </Dialog>
      )}
      {asking?.what === 'restore' && <RestoreDialog revision={asking.revision} onClose={close} />}
    </>
  );
}

/** As many changes as a row tells; a comparison tells all. */
const told = 4;

function Deeds({ revision: { actions, changes, reason } }: { revision: Revision }) {
  const { model } = useCurrentForm();
  const shown = actions.includes('client.created') ? [] : changes.slice(0, told);
  return (
    <div className={classes.deeds}>
      <strong>{deedsInWords(actions)}</strong>
      {shown.length > 0 && (
        <ul>
          {shown.map((difference) => {
            const { name, label, before, after } = differenceInWords(model, difference);
            return (
              <li key={name}>
                {label}: <span className={classes.quiet}>{before}</span>
                <span aria-label=" becomes "> → </span>
                {after}
              </li>
            );
          })}
        </ul>
      )}
      {shown.length > 0 && changes.length > told && (
        <p className={classes.quiet}>and {count(changes.length - told, 'other change')}</p>
      )}
      {reason && <p className={classes.quiet}>“{reason}”</p>}
    </div>
  );
}
