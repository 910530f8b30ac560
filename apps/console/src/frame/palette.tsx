import { settingsFields } from '@clientele/client-schema';
import { Dialog } from '../ui/dialog.js';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { AppWindow, ClipboardPaste, type LucideIcon, Plus, ReceiptText, Settings2, Upload } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { focusField } from '../form/focus-field.js';
import { clientsQuery } from '../clients/client-queries.js';
import classes from './frame.module.css';
import { useMay } from '../session/session-context.js';
import { usePages } from './navigation.js';

interface Entry {
  key: string;
  label: string;
  detail: string;
  icon: LucideIcon;
  go(): unknown;
}

const receiptCode = /^R-[0-9A-Z]{4}-[0-9A-Z]{4}$/i;

/** One box that leads to every client, page, setting and action. */
export function Palette({ onClose }: { onClose(): void }) {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [asked] = useDebouncedValue(text.trim(), 150);
  const { data: found } = useQuery({
    ...clientsQuery(asked ? { q: asked } : { sort: '-updated_at' }),
    staleTime: 5000,
  });
  const listId = useId();
  const pages = usePages();
  const mayCreate = useMay('clients:write');

  const matches = (label: string) => label.toLowerCase().includes(text.trim().toLowerCase());
  const entries: Entry[] = [
    ...(receiptCode.test(text.trim())
      ? [
          entry('receipt', text.trim().toUpperCase(), 'Request', ReceiptText, () =>
            navigate({ to: '/requests/$code', params: { code: text.trim().toUpperCase() } }),
          ),
        ]
      : []),
    ...(found?.items ?? [])
      .slice(0, 7)
      .map(({ client_id, client_name }) =>
        entry(`client-${client_id}`, client_name, client_id, AppWindow, () =>
          navigate({ to: '/clients/$clientId', params: { clientId: client_id } }),
        ),
      ),
    ...pages
      .filter(({ label }) => matches(label))
      .map(({ path, link, label, icon }) => entry(path, label, 'Page', icon, () => navigate(link))),
    ...(text.trim() === '' ? [] : [...settingsFields.values()])
      .filter(({ name, options }) => matches(options.label) || name.includes(text.trim().toLowerCase()))
      .slice(0, 5)
      .map(({ name, options }) =>
        entry(`setting-${name}`, options.label, 'Setting', Settings2, async () => {
          await navigate({ to: '/settings' });
          // The settings may still be on their way.
          focusField(name, 180);
        }),
      ),
    ...[
      entry('new', 'New client', 'Action', Plus, () => navigate({ to: '/new-client' })),
      entry('paste', 'New client from a document', 'Action', ClipboardPaste, () =>
        navigate({ to: '/new-client', search: { from: 'document' } }),
      ),
      entry('import', 'Import clients from a file', 'Action', Upload, () => navigate({ to: '/import-clients' })),
    ].filter(({ label }) => mayCreate && matches(label)),
  ];
  const at = Math.min(active, entries.length - 1);

  const choose = (chosen: Entry | undefined) => {
    if (!chosen) return;
    onClose();
    chosen.go();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') choose(entries[at]);
    else if (event.key === 'ArrowDown') setActive((at + 1) % Math.max(entries.length, 1));
    else if (event.key === 'ArrowUp') setActive((at - 1 + entries.length) % Math.max(entries.length, 1));
    else return;
    event.preventDefault();
  };

  return (
    <Dialog onClose={onClose} label="Go to" bare>
      <input
        className={classes.paletteInput}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={entries[at] ? `${listId}-${at}` : undefined}
        aria-label="Client, page, setting or action"
        placeholder="Client, page, setting or action"
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={listId} role="listbox" aria-label="Results" className={classes.paletteList}>
        {entries.map((option, index) => (
          // The keyboard moves in the box above; a pointer needs no focus here.
          <li
            key={option.key}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            className={classes.paletteOption}
            onPointerMove={() => setActive(index)}
            onClick={() => choose(option)}
          >
            <option.icon size={16} aria-hidden />
            <span>{option.label}</span>
            <code>{option.detail}</code>
          </li>
        ))}
      </ul>
      {entries.length === 0 && <p className={classes.paletteEmpty}>Nothing is called that.</p>}
    </Dialog>
  );
}

function entry(key: string, label: string, detail: string, icon: LucideIcon, go: () => unknown): Entry {
  return { key, label, detail, icon, go };
}
