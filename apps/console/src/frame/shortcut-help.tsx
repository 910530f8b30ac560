import { Dialog } from '../ui/dialog.js';
import classes from './frame.module.css';

const shortcuts = [
  ['Ctrl K or ⌘ K', 'Go to a client, a page or an action'],
  ['/', 'Search the list'],
  ['j and k', 'Next and previous row'],
  ['Enter', 'Open the row'],
  ['x', 'Select the row'],
  ['c', 'New client'],
  ['Ctrl S or ⌘ S', 'Save the form'],
  ['?', 'This help'],
] as const;

export function ShortcutHelp({ onClose }: { onClose(): void }) {
  return (
    <Dialog onClose={onClose} title="Keyboard shortcuts">
      <dl className={classes.shortcuts}>
        {shortcuts.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
