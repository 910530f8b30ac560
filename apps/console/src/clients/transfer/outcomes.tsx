import { clientFields } from '@clientele/client-schema';
import { SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { memberOf } from '../../form/faults.js';
import { Status } from '../../ui/status.js';
import { Table } from '../../ui/table.js';
import ui from '../../ui/ui.module.css';
import { count } from '../../words/count.js';
import classes from './transfer.module.css';
import { type Outcome, type Run } from './use-import.js';

/** As many lines as are shown; more than that nobody reads. */
const shownAtMost = 500;

export interface Tally {
  readonly created: number;
  readonly replaced: number;
  readonly refused: number;
  readonly accepted: number;
}

export function tallyOf(outcomes: readonly Outcome[]): Tally {
  let created = 0;
  let replaced = 0;
  for (const { status } of outcomes) {
    if (status === 201) created++;
    else if (status < 300) replaced++;
  }
  const accepted = created + replaced;
  return { created, replaced, refused: outcomes.length - accepted, accepted };
}

const isRefused = ({ status }: Outcome): boolean => status >= 400;

/** What has become of each line, or would. */
export function Outcomes({ run: { stores, outcomes } }: { run: Run }) {
  const [only, setOnly] = useState<'all' | 'refused'>('all');
  const refused = outcomes.filter(isRefused);
  const chosen = only === 'refused' && refused.length > 0 ? refused : outcomes;
  return (
    <section className={classes.outcomes} aria-label="Lines">
      {refused.length > 0 && (
        <SegmentedControl
          aria-label="Lines that are shown"
          value={only}
          onChange={setOnly}
          data={[
            { value: 'all', label: `All ${outcomes.length.toLocaleString('en')}` },
            { value: 'refused', label: `Refused ${refused.length.toLocaleString('en')}` },
          ]}
        />
      )}
      <Table label="Lines" columns={['Line', 'Client', 'Outcome', 'Why']} loading={false}>
        {chosen.slice(0, shownAtMost).map((outcome) => (
          <tr key={outcome.line}>
            <td>{outcome.line.toLocaleString('en')}</td>
            <td className={classes.clientId}>
              <ClientId outcome={outcome} stores={stores} />
            </td>
            <td>{stateOf(outcome, stores)}</td>
            <td>
              <Why outcome={outcome} />
            </td>
          </tr>
        ))}
      </Table>
      {chosen.length > shownAtMost && (
        <p className={ui.quiet}>and {count(chosen.length - shownAtMost, 'further line')}.</p>
      )}
    </section>
  );
}

function ClientId({ outcome: { client_id, status }, stores }: { outcome: Outcome; stores: boolean }) {
  if (client_id === undefined) return <span className={ui.quiet}>none</span>;
  if (!stores || status >= 400) return <code>{client_id}</code>;
  return (
    <Link to="/clients/$clientId" params={{ clientId: client_id }}>
      <code>{client_id}</code>
    </Link>
  );
}

function stateOf({ status }: Outcome, stores: boolean) {
  if (status >= 400) return <Status tone="red">Refused</Status>;
  if (status === 201) return <Status tone="green">{stores ? 'Created' : 'Would be created'}</Status>;
  return <Status tone="blue">{stores ? 'Replaced' : 'Would be replaced'}</Status>;
}

/** The faults of a refused line, or what is unwise about an accepted one, in the words of the rules. */
function Why({ outcome }: { outcome: Outcome }) {
  const issues = isRefused(outcome) ? (outcome.errors ?? []) : (outcome._warnings ?? []);
  if (issues.length === 0) return isRefused(outcome) ? (outcome.detail ?? outcome.title) : null;
  return (
    <ul className={classes.issues}>
      {issues.map(({ pointer, detail }) => (
        <li key={pointer + detail}>
          {labelOf(pointer)} {detail}
        </li>
      ))}
    </ul>
  );
}

function labelOf(pointer: string): string {
  const name = memberOf(pointer);
  return clientFields.get(name)?.options.label ?? (name || 'The line');
}
