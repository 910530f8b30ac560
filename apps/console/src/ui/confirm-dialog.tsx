import { type ReactNode, useState } from 'react';
import { ActionDialog } from './action-dialog.js';
import { TypedWord } from './typed-word.js';
import classes from './ui.module.css';

interface Props {
  title: string;
  /** What will happen, in numbers where there are some. */
  children: ReactNode;
  /** The verb on the button. */
  action: string;
  /** A word that must be typed first; for what cannot be taken back. */
  typed?: string;
  danger?: boolean;
  /** @param reason why, empty: not said */
  onConfirm(reason: string): Promise<unknown>;
  onClose(): void;
}

export function ConfirmDialog({ title, children, action, typed, danger = true, onConfirm, onClose }: Props) {
  const [text, setText] = useState('');
  return (
    <ActionDialog
      title={title}
      action={action}
      danger={danger}
      disabled={typed !== undefined && text !== typed}
      onAction={(reason) => onConfirm(reason).then(onClose)}
      onClose={onClose}
    >
      <div className={classes.prose}>{children}</div>
      {typed !== undefined && <TypedWord word={typed} value={text} onChange={setText} />}
    </ActionDialog>
  );
}
