import { useMay } from '../session/session-context.js';
import { Dialog } from '../ui/dialog.js';
import { KeysPanel } from './keys-panel.js';

/** The keys of a pair that clients share. */
export function KeysDialog({ id, onClose }: { id: string; onClose(): void }) {
  const mayWrite = useMay('keys:write');
  return (
    <Dialog title={`Keys of ${id}`} size="lg" onClose={onClose}>
      <KeysPanel pair={{ id }} mayWrite={mayWrite} />
    </Dialog>
  );
}
