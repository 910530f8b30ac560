import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ActionDialog } from '../ui/action-dialog.js';
import ui from '../ui/ui.module.css';
import { type Pair, useKeyWrites } from './key-queries.js';

interface Props {
  pair: Pair;
  /** Whether the next key has to be given a name. */
  named: boolean;
  onClose(): void;
}

/** The next key of a pair. */
export function RotateKeysDialog({ pair, named, onClose }: Props) {
  const { rotate } = useKeyWrites(pair);
  const [atOnce, setAtOnce] = useState(false);
  const [text, setText] = useState('');
  const kid = text.trim();
  return (
    <ActionDialog
      title="Rotate the keys"
      action="Rotate"
      disabled={named && kid === ''}
      onAction={(reason) => rotate({ at_once: atOnce, ...(named && { id_token_kid: kid }) }, reason).then(onClose)}
      onClose={onClose}
    >
      <p className={ui.prose}>
        A new key is made and published. In ten minutes, when verifiers have read it, it signs.
      </p>
      {named && (
        <TextInput
          label="Key ID"
          description="What the next key is called. No other key of this server may have the name."
          required
          maxLength={255}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <Checkbox
        label="Sign with it at once"
        description="For a key that has leaked: some verifiers fail until they read the JWK Set again."
        checked={atOnce}
        onChange={(event) => setAtOnce(event.currentTarget.checked)}
      />
    </ActionDialog>
  );
}
