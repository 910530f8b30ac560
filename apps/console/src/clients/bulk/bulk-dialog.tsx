import { type EffectiveClient } from '@clientele/client-schema';
import { Problem } from '@clientele/sdk';
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ActionDialog } from '../../ui/action-dialog.js';
import { Dialog } from '../../ui/dialog.js';
import { titleOf } from '../../ui/failure.js';
import { Status } from '../../ui/status.js';
import { Table } from '../../ui/table.js';
import { TypedWord } from '../../ui/typed-word.js';
import ui from '../../ui/ui.module.css';
import { When } from '../../ui/when.js';
import { count } from '../../words/count.js';
import { type StoredClient } from '../client-queries.js';
import { type BulkAction, deedOf } from './bulk-actions.js';
import classes from './bulk.module.css';
import { type Outcome, useBulk } from './use-bulk.js';

interface Props {
  what: BulkAction['what'];
  clients: readonly StoredClient[];
  effective(client: StoredClient): EffectiveClient;
  /** Nothing was done. */
  onClose(): void;
  onDone(): void;
}

/** As many rows as are shown; more than that nobody reads. */
const shownAtMost = 500;

const words = {
  enable: {
    verb: 'Enable',
    done: 'Enabled',
    consequence: 'They can obtain tokens again within one second, with the credentials they had before.',
  },
  disable: {
    verb: 'Disable',
    done: 'Disabled',
    consequence:
      'Every endpoint refuses them within one second, and their tokens are no longer renewed. Nothing is deleted.',
  },
  label: { verb: 'Label', done: 'Labelled', consequence: 'The label comes after those that a client has.' },
  delete: {
    verb: 'Delete',
    done: 'Deleted',
    consequence:
      'They get no more tokens from now on. For thirty days each can be restored, and nobody else can take its client ID.',
  },
} as const;

/** First what would become of each client, then what has. */
export function BulkDialog({ what, clients, effective, onClose, onDone }: Props) {
  // The list is read anew while the outcomes are still looked at.
  const [chosen] = useState(clients);
  const [label, setLabel] = useState('');
  const [typed, setTyped] = useState('');
  const { outcomes, run } = useBulk(effective);
  const { verb, consequence } = words[what];
  const number = count(chosen.length, 'client');
  const action: BulkAction = what === 'label' ? { what, label: label.trim() } : { what };
  const toType = what === 'delete' ? `delete ${number}` : '';
  const ready = what === 'label' ? label.trim() !== '' : typed === toType;

  if (outcomes) return <Outcomes what={what} outcomes={outcomes} total={chosen.length} onDone={onDone} />;
  return (
    <ActionDialog
      title={`${verb} ${number}?`}
      size="lg"
      action={verb}
      danger={what === 'disable' || what === 'delete'}
      disabled={!ready}
      onAction={(reason) => run(action, chosen, reason)}
      onClose={onClose}
    >
      <p className={ui.prose}>{consequence}</p>
      {what === 'label' && (
        <TextInput
          label="Label"
          data-autofocus
          maxLength={64}
          autoComplete="off"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
      )}
      <div className={classes.rows}>
        <Table label="Clients" columns={['Client', 'Last used', 'What happens']} loading={false}>
          {chosen.slice(0, shownAtMost).map((client) => {
            const meaning = deedOf(action, client, effective(client));
            return (
              <tr key={client.client_id}>
                <td>
                  <Name client={client} />
                </td>
                <td>
                  <When at={client.last_used_at} />
                </td>
                <td>{'skipped' in meaning ? <Skipped why={meaning.skipped} /> : verb}</td>
              </tr>
            );
          })}
        </Table>
      </div>
      <More than={chosen.length} />
      {toType && <TypedWord word={toType} value={typed} onChange={setTyped} />}
    </ActionDialog>
  );
}

interface OutcomesProps {
  what: BulkAction['what'];
  outcomes: readonly Outcome[];
  total: number;
  onDone(): void;
}

function Outcomes({ what, outcomes, total, onDone }: OutcomesProps) {
  const { done } = words[what];
  const ended = outcomes.length === total;
  const tally = (state: Outcome['state']) => outcomes.filter((outcome) => outcome.state === state).length;
  return (
    <Dialog
      title={`${done}: ${tally('done').toLocaleString('en')} of ${count(total, 'client')}`}
      size="lg"
      onClose={onDone}
    >
      <div className={ui.stack}>
        <p role="status" className={ui.prose}>
          {ended
            ? `${tally('skipped').toLocaleString('en')} left as they were, ${tally('refused').toLocaleString('en')} refused.`
            : `${outcomes.length.toLocaleString('en')} of ${total.toLocaleString('en')}. Leaving this page stops it.`}
        </p>
        <div className={classes.rows}>
          <Table label="Outcomes" columns={['Client', 'Outcome', 'Why']} loading={false}>
            {outcomes.slice(0, shownAtMost).map((outcome) => (
              <tr key={outcome.client.client_id}>
                <td>
                  <Name client={outcome.client} />
                </td>
                <td>
                  {outcome.state === 'done' && <Status tone="green">{done}</Status>}
                  {outcome.state === 'skipped' && <Status tone="grey">Left as it was</Status>}
                  {outcome.state === 'refused' && <Status tone="red">Refused</Status>}
                </td>
                <td>{whyOf(outcome)}</td>
              </tr>
            ))}
          </Table>
        </div>
        <More than={outcomes.length} />
      </div>
      <div className={ui.dialogActions}>
        <Button disabled={!ended} onClick={onDone}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}

function Name({ client: { client_name, client_id } }: { client: StoredClient }) {
  return (
    <>
      <div className={classes.name}>{client_name}</div>
      <code className={classes.id}>{client_id}</code>
    </>
  );
}

const Skipped = ({ why }: { why: string }) => <span className={ui.quiet}>Nothing. {why}</span>;

function More({ than }: { than: number }) {
  if (than <= shownAtMost) return null;
  return <p className={ui.quiet}>and {count(than - shownAtMost, 'further client')}.</p>;
}

function whyOf(outcome: Outcome): string {
  if (outcome.state === 'done') return '';
  if (outcome.state === 'skipped') return outcome.why;
  const { error } = outcome;
  if (!(error instanceof Problem)) return titleOf(error);
  if (error.status === 412) return 'Somebody else changed it after it was chosen.';
  const faults = error.errors.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`.trim());
  return faults.length > 0 ? faults.join('; ') : (error.body.detail ?? error.body.title);
}
