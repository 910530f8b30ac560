import { type Issue } from '@clientele/client-schema';
import { Problem } from '@clientele/sdk';
import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import { type Stored } from '../api.js';
import { Failure } from '../ui/failure.js';
import { Notice } from '../ui/status.js';
import { toast } from '../ui/toasts.js';
import { whoSaved } from '../words/who-saved.js';
import { edits, formValues } from './difference.js';
import { type Document } from './document-model.js';
import classes from './form.module.css';
import { memberOf } from './faults.js';
import { focusField } from './focus-field.js';
import { type Destination, LeaveGuard } from './leave-guard.js';
import { MergeDialog } from './merge-dialog.js';
import { type Rehearse, ReviewDialog } from './review-dialog.js';
import { SaveBar } from './save-bar.js';
import { type DocumentForm } from './use-document-form.js';

/** What the server notes about a document that it stores. */
interface Noted {
  revision?: number;
  updated_at?: string;
  updated_by?: string;
  _warnings?: readonly Issue[];
}

const noted = (document: object): Noted => document;

interface Props {
  current: DocumentForm;
  /** The document as it is stored, as far as the console knows. */
  stored: Stored<object>;
  /** The path of the document in the admin API. */
  url: string;
  save(patch: Document, etag: string | null, reason: string): Promise<Stored<object>>;
  /** What a save would do to others. A form that has such consequences is saved only after they were shown. */
  rehearse?: Rehearse;
  /** Reads the document anew, after somebody else was faster. */
  reload(): Promise<unknown>;
  /** Brings the tab with a field to the front. */
  revealField?(name: string): void;
  /** Whether the form is still on after going to an address. */
  stays(next: Destination): boolean;
  children: ReactNode;
}

/** A form with its one save: validates, reviews, saves what was edited, and merges when somebody else was faster. */
export function FormPage(props: Props) {
  const { current, stored, url, save, rehearse, reload, revealField, stays, children } = props;
  const [origin, setOrigin] = useState(stored);
  const [dialog, setDialog] = useState<'review' | 'merge'>();
  const [saving, setSaving] = useState(false);
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>();
  const newer = stored.etag === origin.etag ? undefined : stored;

  useEffect(() => {
    if (!newer || saving || Object.keys(current.allEdits()).length > 0) return;
    current.restart({ ...newer.body });
    setOrigin(newer);
  }, [newer, saving, current]);

  const showFaults = (issues: readonly Issue[]) => {
    setDialog(undefined);
    const order = [...current.model.fields.keys()];
    const first = issues
      .map(({ pointer }) => memberOf(pointer))
      .toSorted((left, right) => order.indexOf(left) - order.indexOf(right))[0];
    if (!first) return;
    revealField?.(first);
    focusField(first);
  };

  const review = async () => {
    const issues = await current.check();
    if (issues.length > 0) showFaults(issues);
    else setDialog('review');
  };

  const submit = async () => {
    setError(undefined);
    const issues = await current.check();
    if (issues.length > 0) return showFaults(issues);
    setSaving(true);
    try {
      const answer = await save(current.sent(), origin.etag, reason);
      current.restart({ ...answer.body });
      setOrigin(answer);
      setDialog(undefined);
      setReason('');
      const advice = noted(answer.body)._warnings ?? [];
      toast(
        'Saved',
        advice.length > 0 ? 'amber' : 'green',
        advice.map((one) => `${labelOf(current, one)} ${one.detail}`),
      );
    } catch (cause) {
      await handle(cause);
    } finally {
      setSaving(false);
    }
  };

  const handle = async (cause: unknown) => {
    setDialog(undefined);
    if (cause instanceof Problem && cause.status === 412) {
      await reload();
      setDialog('merge');
      return;
    }
    const placed = cause instanceof Problem ? current.refuse(cause) : [];
    if (placed.length > 0) showFaults(placed);
    else setError(cause);
  };

  const start = () => void (rehearse ? review() : submit());
  useHotkeys([['mod+S', () => Object.keys(current.patch()).length > 0 && start()]], []);

  return (
    <>
      {error !== undefined && <Failure error={error} />}
      {newer && !saving && dialog === undefined && (
        <div className={classes.banner}>
          <Notice tone="blue">
            <p>{whoSaved(noted(newer.body))}, while you were editing.</p>
            <ChangedSince current={current} newer={newer.body} />
            <Button variant="default" size="compact-sm" onClick={() => setDialog('merge')}>
              See what changed
            </Button>
          </Notice>
        </div>
      )}
      {children}
      <SaveBar
        current={current}
        saving={saving}
        reason={reason}
        onReason={setReason}
        onDiscard={() => current.restart({ ...origin.body })}
        onReview={() => void review()}
        {...(!rehearse && { onSave: start })}
      />
      {dialog === 'review' && (
        <ReviewDialog
          current={current}
          url={location.origin + url}
          etag={origin.etag}
          rehearse={rehearse}
          saving={saving}
          reason={reason}
          onReason={setReason}
          onSave={() => void submit()}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'merge' && newer && (
        <MergeDialog
          current={current}
          theirs={{ ...newer.body }}
          who={`${whoSaved(noted(newer.body))}.`}
          onMerge={(keep) => {
            current.restart({ ...newer.body }, keep);
            setOrigin(newer);
            setDialog(undefined);
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
      <LeaveGuard current={current} stays={stays} />
    </>
  );
}

/** Which fields have another value in a newer document than in the one that the form started with. */
function ChangedSince({ current: { model, base }, newer }: { current: DocumentForm; newer: object }) {
  const changed = Object.keys(edits(base, formValues(model.fields, { ...newer })));
  if (changed.length === 0) return null;
  return <p>Changed since: {changed.map((name) => model.fields.get(name)?.options.label).join(', ')}.</p>;
}

function labelOf({ model }: DocumentForm, { pointer }: Issue): string {
  const name = memberOf(pointer);
  return model.fields.get(name)?.options.label ?? name;
}
