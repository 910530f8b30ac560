import { SegmentedControl, Switch } from '@mantine/core';
import { type ControlProps } from './control.js';

/** On or off; with three positions where the server's setting may apply instead. */
export function FlagControl(props: ControlProps) {
  const { field, value, inherited, invalid, onChange, onDone, readOnly, labelId, describedBy, id } = props;
  if (inherited === undefined) {
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
      value={typeof value === 'boolean' ? String(value) : 'inherited'}
      data={[
        { value: 'inherited', label: `Inherited: ${inherited === true ? 'on' : 'off'}` },
        { value: 'true', label: 'On' },
        { value: 'false', label: 'Off' },
      ]}
      onChange={(position) => {
        onChange(position === 'inherited' ? null : position === 'true');
        onDone();
      }}
      key={field.name}
    />
  );
}
