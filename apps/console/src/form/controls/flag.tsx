import { SegmentedControl, Switch } from '@mantine/core';
import { type ControlProps, inputProps } from './control.js';

/** On or off; with three positions where the server's setting may apply instead. */
export function FlagControl(props: ControlProps) {
  const { field, value, inherited, onChange, onDone, readOnly, labelId, describedBy, id } = props;
  if (inherited === undefined) {
    const { error: _, onBlur, ...rest } = inputProps(props);
    return (
      <Switch
        {...rest}
        label={value === true ? 'On' : 'Off'}
        aria-labelledby={labelId}
        checked={value === true}
        onBlur={onBlur}
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
