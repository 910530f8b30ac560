import { Dialog } from '../ui/dialog.js';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { changeReason } from '../api.js';
import { CodeBlock } from '../ui/code-block.js';
import { Failure } from '../ui/failure.js';
import { ReasonInput } from '../ui/reason-input.js';
import { Skeleton } from '../ui/skeleton.js';
import { Changes } from './changes.js';
import { patchCurl } from './curl.js';
import { changesInWords } from './difference.js';
import { type Document } from './document-model.js';
import { ForScripts } from './for-scripts.js';
import classes from './form.module.css';
import { type DocumentForm } from './use-document-form.js';

/** What a save would do beyond the document that it changes. */
export interface Rehearsal {
  /** Whether the server would refuse the save. */
  readonly refused: boolean;
  readonly words: ReactNode;
}

/** Asks the server what a save would do; nothing is stored. */
export type Rehearse = (patch: Document, etag: string | null) => Promise<Rehearsal>;

interface Props {
  current: DocumentForm;
  /** The address of the document in the admin API. */
  url: string;
  etag: string | null;
  rehearse: Rehearse | undefined;
  saving: boolean;
  /** Why the save is made; empty: not said. */
  reason: string;
  onReason(reason: string): void;
  onSave(): void;
  onClose(): void;
}

/** What a save would change: in words, as a merge patch and as a command. */
export function ReviewDialog(props: Props) {
  const { current, url, etag, rehearse, saving, reason, onReason, onSave, onClose } = props;
  const { model, base, implied } = current;
  const patch = current.patch();
  const sent = current.sent();
  const rehearsal = useQuery({
    queryKey: ['rehearsal', url, etag, sent],
    queryFn: () => rehearse!(sent, etag),
    enabled: rehearse !== undefined,
    staleTime: 0,
    gcTime: 0,
  });
  const follows = changesInWords(model, base, implied);
  return (
    <Dialog onClose={onClose} title="Review changes" size="lg">
      <Changes changes={changesInWords(model, base, patch)} />
      {follows.length > 0 && (
        <section className={classes.dialogSection}>
          <h3>Follows from it</h3>
          <Changes changes={follows} />
        </section>
      )}
      {rehearse && (
        <section className={classes.dialogSection} aria-busy={rehearsal.isPending}>
          <h3>Whom it concerns</h3>
          {rehearsal.data?.words ?? (rehearsal.error ? <Failure error={rehearsal.error} /> : <Skeleton lines={2} />)}
        </section>
      )}
      <div className={classes.dialogSection}>
        <ReasonInput value={reason} onChange={onReason} />
      </div>
      <ForScripts>
        <CodeBlock code={JSON.stringify(sent, null, 2)} label="merge patch" caption="Merge patch, RFC 7396" />
        <CodeBlock
          code={patchCurl(url, sent, etag, changeReason(reason))}
          label="curl command"
          caption="The same with curl"
        />
      </ForScripts>
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          Keep editing
        </Button>
        <Button
          loading={saving}
          disabled={rehearse !== undefined && (rehearsal.isPending || rehearsal.data?.refused === true)}
          onClick={onSave}
        >
          Save
        </Button>
      </div>
    </Dialog>
  );
}
