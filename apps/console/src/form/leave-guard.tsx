import { Dialog } from '../ui/dialog.js';
import { useBlocker } from '@tanstack/react-router';
import { Button } from '@mantine/core';
import { count } from '../words/count.js';
import classes from './form.module.css';
import { type DocumentForm, usePatch } from './use-document-form.js';

/** Where somebody is about to go. */
export interface Destination {
  readonly routeId: string;
  readonly params: { readonly clientId?: string };
}

/** Asks once before unsaved edits are left behind. `stays` tells a page that the form is still on. */
export function LeaveGuard({ current, stays }: { current: DocumentForm; stays(next: Destination): boolean }) {
  const changes = Object.keys(usePatch(current)).length;
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) => changes > 0 && !stays(next),
    enableBeforeUnload: () => changes > 0,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog onClose={blocker.reset} title="Leave without saving?">
      <p>{count(changes, 'change')} on this page would be lost.</p>
      <div className={classes.dialogActions}>
        <Button variant="default" data-autofocus onClick={blocker.reset}>
          Stay
        </Button>
        <Button color="red" onClick={blocker.proceed}>
          Leave without saving
        </Button>
      </div>
    </Dialog>
  );
}
