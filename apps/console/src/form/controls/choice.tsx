import { type Field, acceptsNull } from '@clientele/client-schema';
import { Select } from '@mantine/core';
import { phraseIn, phraseOfNothing } from '../../words/values.js';
import { type ControlProps, inputProps, values } from './control.js';
import classes from './controls.module.css';

/** One of a closed list of values, each in words and as it stands on the wire. */
export function ChoiceControl(props: ControlProps) {
  const { field, value, inherited, onChange, onDone } = props;
  const { onBlur: _, ...rest } = inputProps(props);
  const placeholder =
    typeof inherited === 'string' ? `${phraseIn(field, inherited)} (inherited)` : phraseOfNothing(field);
  return (
    <Select
      {...rest}
      className={classes.text}
      data={values(field).map((entry) => ({ value: entry, label: phraseIn(field, entry) }))}
      value={typeof value === 'string' || typeof value === 'number' ? String(value) : null}
      placeholder={placeholder}
      allowDeselect={false}
      clearable={acceptsNull(field)}
      clearButtonProps={{ 'aria-label': `Clear ${field.options.label}` }}
      renderOption={({ option }) => <Option field={field} value={option.value} />}
      onChange={(next) => {
        onChange(next !== null && field.schema['type'] === 'integer' ? Number(next) : next);
        onDone();
      }}
    />
  );
}

function Option({ field, value }: { field: Field; value: string }) {
  const words = phraseIn(field, value);
  if (words === value) return <code>{value}</code>;
  return (
    <span className={classes.option}>
      {words} <code className={classes.wire}>{value}</code>
    </span>
  );
}
