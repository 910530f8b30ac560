import { acceptsNull } from '@clientele/client-schema';
import { SegmentedControl, Switch } from '@mantine/core';
import { type ControlProps } from './control.js';

/** On or off; with three positions where it may also have no value of its own. */
export function FlagControl(props: ControlProps) {
  const { field, value, inherited, invalid, onChange, onDone, readOnly, labelId, describedBy, id } = props;
  if (!acceptsNull(field)) {
    return (
      <Switch
        id={id}
        label={value === true ? 'On' : 'Off'}
        aria-labelledby={labelId}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        disabled={readOnly}
        checked={value === true}
        onBlur={onDone}
        onChange={(event) => {
          onChange(event.currentTarget.checked);
          onDone();
        }}
      />
    );
  }
  return (
    <SegmentedControl
      id={id}
      name={`${id}-position`}
      aria-labelledby={labelId}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
      // The way from a fault leads to the group; from there Tab reaches the position that is on.
      tabIndex={-1}
      disabled={readOnly}
      value={typeof value === 'boolean' ? String(value) : 'none'}
      data={[
        {
          value: 'none',
          label: inherited === undefined ? 'Not set' : `Inherited: ${inherited === true ? 'on' : 'off'}`,
        },
        { value: 'true', label: 'On' },
        { value: 'false', label: 'Off' },
      ]}
      onChange={(position) => {
        onChange(position === 'none' ? null : position === 'true');
        onDone();
      }}
      key={field.name}
    />
  );
}
