import { acceptsNull } from '@clientele/client-schema';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { resourceOf } from '../../server/resources.js';
import { type ControlProps, inputProps, textOf } from './control.js';
import classes from './controls.module.css';

/** A record of another resource, chosen by its name and kept by its id. */
export function ReferenceControl(props: ControlProps) {
  const { field, value, inherited, onChange, onDone } = props;
  const { data: records = [] } = useQuery(resourceOf(field.options));
  const nameOf = (id: string) => records.find((record) => record.id === id)?.name ?? id;
  const { onBlur: _, ...rest } = inputProps(props);
  const own = textOf(value);
  const listed = records.some(({ id }) => id === own);
  return (
    <Select
      {...rest}
      className={classes.text}
      data={[
        ...records.map(({ id, name }) => ({ value: id, label: name })),
        ...(own && !listed ? [{ value: own, label: own }] : []),
      ]}
      value={own || null}
      placeholder={typeof inherited === 'string' ? `${nameOf(inherited)} (inherited)` : 'None'}
      allowDeselect={false}
      clearable={acceptsNull(field)}
      clearButtonProps={{ 'aria-label': `Clear ${field.options.label}` }}
      renderOption={({ option }) => (
        <span className={classes.option}>
          {option.label} <code className={classes.wire}>{option.value}</code>
        </span>
      )}
      onChange={(next) => {
        onChange(next);
        onDone();
      }}
    />
  );
}
