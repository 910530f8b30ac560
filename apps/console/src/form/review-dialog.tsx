import { Dialog } from '../ui/dialog.js';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { changeReason } from '../api.js';
import { CodeBlock } from '../ui/code-block.js';
import { Changes } from './changes.js';
import { patchCurl } from './curl.js';
import { changesInWords } from './difference.js';
import classes from './form.module.css';
import { ReasonInput } from './reason-input.js';
import { type DocumentForm } from './use-document-form.js';

interface Props {
  current: DocumentForm;
  /** The address of the document in the admin API. */
  url: string;
  etag: string | null;
  saving: boolean;
  /** @param reason why, empty: not said */
  onSave(reason: string): void;
  onClose(): void;
}

/** What a save would change: in words, as a merge patch and as a command. */
export function ReviewDialog({ current, url, etag, saving, onSave, onClose }: Props) {
  const { model, base, implied } = current;
  const [reason, setReason] = useState('');
  const patch = current.patch();
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
      <section className={classes.dialogSection}>
        <CodeBlock code={JSON.stringify(patch, null, 2)} label="merge patch" caption="Merge patch, RFC 7396" />
      </section>
      <section className={classes.dialogSection}>
        <CodeBlock
          code={patchCurl(url, patch, etag, changeReason(reason))}
          label="curl command"
          caption="The same with curl"
        />
      </section>
      <div className={classes.dialogSection}>
        <ReasonInput value={reason} onChange={setReason} />
      </div>
      <div className={classes.dialogActions}>
        <Button variant="default" onClick={onClose}>
          Keep editing
        </Button>
        <Button loading={saving} onClick={() => onSave(reason)}>
          Save
        </Button>
      </div>
    </Dialog>
  );
}
