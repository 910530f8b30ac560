import { acceptsNull } from '@clientele/client-schema';
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { phraseIn } from '../../words/values.js';
import { type ControlProps, listOf, values } from './control.js';
import classes from './controls.module.css';

/** Any number of a closed list of values, one box each; those for old applications below the others, folded. */
export function ChoicesControl(props: ControlProps) {
  const { field, value, inherited, invalid, readOnly, onChange, onDone } = props;
  const inheritsNow = inherited !== undefined && !Array.isArray(value);
  const chosen = listOf(inheritsNow ? inherited : value);
  const { discouraged } = field.options;
  // It stays as it began, so that nothing closes under somebody's hand.
  const [wasChosen] = useState(() => chosen.some((entry) => discouraged?.values.includes(entry)));
  // The row's label names the group: as the label of one of its elements it would hide that one's own name.
  const group = {
    id: props.id,
    role: 'group',
    tabIndex: -1,
    'aria-labelledby': props.labelId,
    'aria-describedby': props.describedBy,
  };

  if (inheritsNow) {
    return (
      <div className={classes.inheritedBox} {...group}>
        <span className={classes.placeholder}>
          {chosen.map((entry) => phraseIn(field, entry)).join(', ') || 'none'}
        </span>
        <Button
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
  // Such a list says something else when it is not there than when it is empty.
  const mayBeAbsent = acceptsNull(field) && inherited === undefined;
  const toggle = (entry: string, on: boolean) => {
    // The list keeps the order of the declaration, so that ticking and unticking leaves no change behind.
    const next = values(field).filter((other) => (other === entry ? on : chosen.includes(other)));
    onChange(next.length === 0 && mayBeAbsent ? null : next);
    onDone();
  };
  const isFolded = (entry: string) => discouraged?.values.includes(entry) ?? false;
  const box = (entry: string) => (
    <Checkbox
      key={entry}
      disabled={readOnly}
      aria-invalid={invalid || undefined}
      checked={chosen.includes(entry)}
      onChange={(event) => toggle(entry, event.currentTarget.checked)}
      label={
        <span className={classes.option}>
          {phraseIn(field, entry) !== entry && <>{phraseIn(field, entry)} </>}
          <code className={classes.wire}>{entry}</code>
        </span>
      }
    />
  );
  return (
    <div {...group}>
      <div className={classes.boxes}>
        {values(field)
          .filter((entry) => !isFolded(entry))
          .map(box)}
      </div>
      {discouraged && (
        <details className={classes.discouraged} open={wasChosen}>
          <summary>For old applications</summary>
          <p>
            {discouraged.why}{' '}
            <a href={discouraged.spec.url} target="_blank" rel="noreferrer">
              {discouraged.spec.label}
            </a>
          </p>
          <div className={classes.boxes}>{discouraged.values.map(box)}</div>
        </details>
      )}
    </div>
  );
}
