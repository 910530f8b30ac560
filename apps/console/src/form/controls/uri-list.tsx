import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Check, Plus, TriangleAlert, X } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, useId, useState } from 'react';
import { count } from '../../words/count.js';
import { type ControlProps, describedBy, examplesOf, inputProps, listOf } from './control.js';
import classes from './controls.module.css';
import { pastedUris, uriVerdict } from './uri-verdict.js';

/** One row per address: edited in place, with what the server will make of it. Pasting many adds many. */
export function UriListControl(props: ControlProps) {
  const { field, labelId, value, elementFaults, readOnly, onChange, onDone } = props;
  const uris = listOf(value);
  const [draft, setDraft] = useState('');
  const [example = ''] = examplesOf(field);

  const replace = (index: number, uri: string) => onChange(uris.map((other, at) => (at === index ? uri : other)));
  const remove = (index: number) => {
    onChange(uris.filter((_, at) => at !== index));
    onDone();
  };
  const add = (more: readonly string[]) => {
    onChange([...uris, ...more.filter((uri) => !uris.includes(uri))]);
    setDraft('');
    onDone();
  };
  const addDraft = () => (draft.trim() ? add([draft.trim()]) : onDone());
  const paste = (event: ClipboardEvent) => {
    const pasted = pastedUris(event.clipboardData.getData('text'));
    if (pasted.length < 2) return;
    event.preventDefault();
    add([...new Set(pasted)]);
  };
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    addDraft();
  };

  return (
    <div className={classes.uris} role="group" aria-labelledby={labelId} aria-describedby={props.describedBy}>
      {uris.length > 0 && (
        <ul>
          {uris.map((uri, index) => (
            // Rows have no identity of their own; a removed one shifts those below it.
            <li className={classes.uriRow} key={index}>
              <UriRow
                {...{ field, uri, readOnly, onDone }}
                label={`${field.options.label}, ${index + 1} of ${uris.length}`}
                fault={elementFaults.find(({ element }) => element === index)?.detail}
                onChange={(next) => replace(index, next)}
                onRemove={() => remove(index)}
              />
            </li>
          ))}
        </ul>
      )}
      {readOnly && uris.length === 0 && <p className={classes.uriCount}>none</p>}
      {!readOnly && (
        <div className={classes.uriAdd}>
          <TextInput
            {...inputProps(props)}
            className={classes.uriInput}
            classNames={{ input: classes.mono }}
            variant="unstyled"
            placeholder={uris.length === 0 ? example : 'Add or paste several'}
            aria-label={`Add to ${field.options.label}`}
            value={draft}
            inputMode="url"
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={enter}
            onPaste={paste}
            onBlur={addDraft}
          />
          <Button variant="subtle" size="compact-sm" leftSection={<Plus size={14} />} onClick={addDraft}>
            Add
          </Button>
        </div>
      )}
      {uris.length > 5 && <p className={classes.uriCount}>{count(uris.length, 'address', 'addresses')}</p>}
    </div>
  );
}

interface RowProps {
  field: ControlProps['field'];
  uri: string;
  label: string;
  fault: string | undefined;
  readOnly: boolean;
  onChange(uri: string): void;
  onDone(): void;
  onRemove(): void;
}

function UriRow({ field, uri, label, fault, readOnly, onChange, onDone, onRemove }: RowProps) {
  // While somebody types, the verdict would flicker; it is given when they are done.
  const [typing, setTyping] = useState(false);
  const verdictId = useId();
  const own = uriVerdict(field, uri);
  const verdict = own.tone === 'fault' || !fault ? own : { tone: 'fault' as const, words: fault };
  return (
    <>
      <TextInput
        className={classes.uriInput}
        classNames={{ input: classes.mono }}
        variant="unstyled"
        aria-label={label}
        error={!typing && verdict.tone === 'fault'}
        inputContainer={describedBy(verdictId)}
        value={uri}
        readOnly={readOnly}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setTyping(true);
          onChange(event.currentTarget.value.trim());
        }}
        onBlur={() => {
          setTyping(false);
          onDone();
        }}
      />
      {!typing && (
        <span id={verdictId} className={classes.verdict} data-tone={verdict.tone}>
          {verdict.tone === 'good' ? <Check size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
          {verdict.words}
        </span>
      )}
      {!typing && !readOnly && 'fix' in verdict && verdict.fix && (
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => {
            onChange(verdict.fix!);
            onDone();
          }}
        >
          Fix
        </Button>
      )}
      {!readOnly && (
        <ActionIcon aria-label={`Remove ${uri}`} size={24} onClick={onRemove}>
          <X size={14} />
        </ActionIcon>
      )}
    </>
  );
}
