import { Button, TextInput } from '@mantine/core';
import { exactTime, relativeTime } from '../../words/time.js';
import { type ControlProps, inputProps } from './control.js';
import classes from './controls.module.css';

/**
 * A moment, chosen in the reader's zone and told exactly: in seconds, where 0 means never (RFC 7591 §3.2.1), or as a text,
 * where null does.
 */
export function InstantControl(props: ControlProps) {
  const { field, value, onChange, onDone, readOnly } = props;
  const isText = field.schema['type'] === 'string';
  const never = isText ? null : 0;
  const moment = momentOf(value);
  return (
    <div className={classes.instant}>
      <TextInput
        {...inputProps(props)}
        type="datetime-local"
        className={classes.number}
        value={moment ? localInput(moment) : ''}
        onChange={(event) => {
          const { valueAsNumber, value: text } = event.currentTarget;
          if (Number.isNaN(valueAsNumber)) return onChange(never);
          const chosen = new Date(text);
          onChange(isText ? chosen.toISOString().replace('.000Z', 'Z') : Math.floor(chosen.getTime() / 1000));
        }}
      />
      {moment ? (
        <>
          <span className={classes.aside}>
            {exactTime(moment)}, {relativeTime(moment)}
          </span>
          {!readOnly && (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => {
                onChange(never);
                onDone();
              }}
            >
              Never
            </Button>
          )}
        </>
      ) : (
        <span className={classes.aside}>never</span>
      )}
    </div>
  );
}

function momentOf(value: unknown): Date | undefined {
  if (typeof value === 'number' && value > 0) return new Date(value * 1000);
  return typeof value === 'string' ? new Date(value) : undefined;
}

/** `2026-11-20T12:00` in the reader's zone, as the browser's own control wants it. */
function localInput(moment: Date): string {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
