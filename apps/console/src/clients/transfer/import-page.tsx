import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';
import { useMay } from '../../session/session-context.js';
import { Failure } from '../../ui/failure.js';
import { Page } from '../../ui/page.js';
import { ReasonInput } from '../../ui/reason-input.js';
import { Notice } from '../../ui/status.js';
import { count } from '../../words/count.js';
import { Outcomes, tallyOf } from './outcomes.js';
import classes from './transfer.module.css';
import { type Run, useImport } from './use-import.js';

const modes = {
  create: { label: 'Only new clients', help: 'A line whose client ID is taken is refused.' },
  upsert: {
    label: 'New and existing clients',
    help: 'A line replaces the client of its ID: what it leaves out has its default again. Secrets stay.',
  },
} as const;
type Mode = keyof typeof modes;

/** Many clients from a file: looked at line by line before anything is stored. */
export function ImportPage() {
  const mayWrite = useMay('clients:write');
  const [file, setFile] = useState<File>();
  const [mode, setMode] = useState<Mode>('create');
  const [reason, setReason] = useState('');
  const { run, start, reset } = useImport();
  const accepted = run?.ended === true && !run.stores ? tallyOf(run.outcomes).accepted : 0;
  const busy = run?.ended === false;

  return (
    <Page
      title="Import clients"
      intro="From a file with one JSON document per line, such as an export. Every line is checked before anything is stored."
      back={{ to: '/clients', label: 'Clients' }}
      width="form"
    >
      {!mayWrite && (
        <Notice tone="amber">
          <p>Your role in this registry lets you read clients, and import none.</p>
        </Notice>
      )}
      <section className={classes.source} aria-label="What to import">
        <FileChoice
          file={file}
          disabled={!mayWrite || busy}
          onChoose={(chosen) => {
            setFile(chosen);
            reset();
          }}
        />
        <fieldset className={classes.modes} disabled={!mayWrite || busy}>
          <legend>Which clients may change</legend>
          {Object.entries(modes).map(([value, { label, help }]) => (
            <label key={value}>
              <input
                type="radio"
                name="mode"
                checked={mode === value}
                onChange={() => {
                  setMode(value as Mode);
                  reset();
                }}
              />
              <span>
                {label}
                <small>{help}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <footer>
          <Button
            disabled={!file || !mayWrite || busy}
            variant={accepted > 0 ? 'default' : 'filled'}
            onClick={() => file && void start(file, { mode, reason: '', stores: false })}
          >
            Check the file
          </Button>
        </footer>
      </section>
      {run && <Progress run={run} />}
      {file && accepted > 0 && (
        <section className={classes.confirm} aria-label="Import">
          <ReasonInput value={reason} onChange={setReason} />
          <Button onClick={() => void start(file, { mode, reason, stores: true })}>
            Import {count(accepted, 'client')}
          </Button>
        </section>
      )}
      {run?.ended && run.stores && (
        <div>
          <Button variant="default" renderRoot={(props) => <Link to="/clients" {...props} />}>
            To the clients
          </Button>
        </div>
      )}
      {run && run.outcomes.length > 0 && <Outcomes run={run} />}
    </Page>
  );
}

/** How far it is, or what has come of it, in one sentence. */
function Progress({ run: { stores, outcomes, ended, error } }: { run: Run }) {
  const { created, replaced, refused } = tallyOf(outcomes);
  const made = [
    `${created.toLocaleString('en')} ${stores ? 'created' : 'would be created'}`,
    `${replaced.toLocaleString('en')} ${stores ? 'replaced' : 'would be replaced'}`,
    `${refused.toLocaleString('en')} refused`,
  ].join(', ');
  return (
    <>
      {error !== undefined && <Failure error={error} />}
      {error === undefined && ended && outcomes.length === 0 ? (
        <Notice tone="amber" title="The file has no line with a client." />
      ) : (
        <p role="status" className={classes.progress}>
          <strong>{count(outcomes.length, 'line')}</strong> {stores ? 'imported' : 'checked'}
          {ended ? '' : ' so far'}: {made}.{!ended && stores && ' Leaving this page stops the import.'}
        </p>
      )}
    </>
  );
}

interface FileChoiceProps {
  file: File | undefined;
  disabled: boolean;
  onChoose(file: File): void;
}

/** A file from the dialog of the system, or dropped here. */
function FileChoice({ file, disabled, onChoose }: FileChoiceProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isOver && !disabled);
  };
  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        const [dropped] = event.dataTransfer.files;
        if (dropped && !disabled) onChoose(dropped);
      }}
    >
      <FileUp size={20} aria-hidden />
      <label htmlFor={id}>
        {file ? file.name : 'Choose an NDJSON file, or drop one here'}
        <small>{file ? sizeOf(file) : 'One client per line'}</small>
      </label>
      <input
        id={id}
        type="file"
        accept=".ndjson,.jsonl,application/x-ndjson"
        disabled={disabled}
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          if (chosen) onChoose(chosen);
          // The same file, mended, may be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}

function sizeOf({ size }: File): string {
  const kilobytes = size / 1000;
  return kilobytes < 1000 ? `${Math.ceil(kilobytes)} kB` : `${(kilobytes / 1000).toFixed(1)} MB`;
}
