import { Button, Checkbox } from '@mantine/core';
import { hasPhrase, phrase } from '../../words/values.js';
import { type ControlProps, listOf, values } from './control.js';
import classes from './controls.module.css';

/** Any number of a closed list of values, one box each. */
export function ChoicesControl(props: ControlProps) {
  const { field, id, labelId, describedBy, value, inherited, invalid, readOnly, onChange, onDone } = props;
  const inheritsNow = inherited !== undefined && !Array.isArray(value);
  const chosen = listOf(inheritsNow ? inherited : value);

  if (inheritsNow) {
    return (
      <div className={classes.inheritedBox} role="group" aria-labelledby={labelId} aria-describedby={describedBy}>
        <span className={classes.placeholder}>{chosen.map(phrase).join(', ') || 'none'}</span>
        <Button
          id={id}
          variant="default"
          size="compact-sm"
          disabled={readOnly}
          onClick={() => {
            onChange(chosen);
            onDone();
          }}
        >
          Choose for this client
        </Button>
      </div>
    );
  }
  const toggle = (entry: string, on: boolean) => {
    // The list keeps the order of the declaration, so that ticking and unticking leaves no change behind.
    onChange(values(field).filter((other) => (other === entry ? on : chosen.includes(other))));
    onDone();
  };
  return (
    <div className={classes.boxes} role="group" aria-labelledby={labelId} aria-describedby={describedBy}>
      {values(field).map((entry, index) => (
        <Checkbox
          key={entry}
          id={index === 0 ? id : undefined}
          disabled={readOnly}
          aria-invalid={invalid || undefined}
          checked={chosen.includes(entry)}
          onChange={(event) => toggle(entry, event.currentTarget.checked)}
          label={
            <span className={classes.option}>
              {hasPhrase(entry) && <>{phrase(entry)} </>}
              <code className={classes.wire}>{entry}</code>
            </span>
          }
        />
      ))}
    </div>
  );
}
