import { NumberInput } from '@mantine/core';
import { type ControlProps, inputProps } from './control.js';
import classes from './controls.module.css';

/** A whole number that is no duration. */
export function NumberControl(props: ControlProps) {
  const { value, inherited, onChange } = props;
  return (
    <NumberInput
      {...inputProps(props)}
      className={classes.number}
      value={typeof value === 'number' ? value : ''}
      placeholder={typeof inherited === 'number' ? String(inherited) : undefined}
      allowDecimal={false}
      hideControls
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  );
}
