import { isSame } from '@clientele/client-schema/same';
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { type ControlProps, inputProps, withFault } from './control.js';
import classes from './controls.module.css';

/** A JSON value, pasted in. Text that does not parse is kept as it is, so that it is a fault and not lost. */
export function JsonControl(props: ControlProps) {
  const { id, field, value, onChange, onDone } = props;
  const [typed, setTyped] = useState<string>();
  const [typing, setTyping] = useState(false);
  // As it was typed: a box that grows as it is left would move away the button that somebody is about to press.
  const text = typed !== undefined && isSame(parsed(typed), value ?? null) ? typed : printed(value);
  const parseFault = !typing && typeof value === 'string' ? faultOf(value) : undefined;
  const faultId = parseFault === undefined ? undefined : `${id}-text`;
  return (
    <>
      <Textarea
        {...inputProps(withFault(props, faultId))}
        className={classes.wide}
        classNames={{ input: classes.mono }}
        value={text}
        rows={Math.min(Math.max(text.split('\n').length, 4), 16)}
        spellCheck={false}
        placeholder={printed(field.options.example) || '{ … }'}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setTyping(true);
          onChange(parsed(event.currentTarget.value));
        }}
        onBlur={() => {
          setTyping(false);
          onDone();
        }}
      />
      {faultId && (
        <p id={faultId} className={classes.fault}>
          is not JSON: {parseFault}
        </p>
      )}
    </>
  );
}

function printed(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function parsed(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return text;
    throw cause;
  }
}

function faultOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}
