import { endless } from '@clientele/client-schema';
import { NativeSelect, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { type DurationUnit, durationUnits, joinDuration, splitDuration, withoutLimit } from '../../words/duration.js';
import { type ControlProps, inputProps } from './control.js';
import classes from './controls.module.css';

/** A number and its unit, or no limit where the field may have none; the value is whole seconds. */
export function DurationControl(props: ControlProps) {
  const { field, value, inherited, onChange, onDone, readOnly } = props;
  const mayBeEndless = field.kind === 'seconds-or-endless';
  const isEndless = (value ?? inherited) === endless;
  const shown = isDuration(value) ? value : undefined;
  const fallback = isDuration(inherited) ? inherited : undefined;
  const [chosen, setChosen] = useState<DurationUnit>();
  const natural = splitDuration(shown ?? fallback ?? 0).unit;
  // The unit somebody chose stays while the value is a whole number of it; 60 minutes do not turn into 1 hour.
  const unit = chosen && (shown === undefined || Number.isInteger(shown / joinDuration(1, chosen))) ? chosen : natural;
  const size = joinDuration(1, unit);

  return (
    <div className={classes.duration}>
      <NumberInput
        {...inputProps(props)}
        className={classes.number}
        value={shown === undefined ? '' : shown / size}
        placeholder={fallback === undefined ? undefined : String(Number((fallback / size).toFixed(2)))}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        onChange={(next) => {
          setChosen(unit);
          onChange(typeof next === 'number' ? next * size : null);
        }}
      />
      <NativeSelect
        aria-label={`Unit of ${field.options.label}`}
        value={isEndless ? withoutLimit : unit}
        disabled={readOnly}
        data={[...durationUnits.map(({ name }) => name), ...(mayBeEndless ? [withoutLimit] : [])]}
        onChange={(event) => {
          const { value: picked } = event.currentTarget;
          if (picked === withoutLimit) {
            onChange(endless);
            onDone();
            return;
          }
          const next = picked as DurationUnit;
          setChosen(next);
          if (isEndless) onChange(joinDuration(1, next));
          if (shown !== undefined) onChange(joinDuration(shown / size, next));
          onDone();
        }}
      />
    </div>
  );
}

function isDuration(value: unknown): value is number {
  return typeof value === 'number' && value !== endless;
}
