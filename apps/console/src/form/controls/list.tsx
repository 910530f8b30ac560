import { TagsInput } from '@mantine/core';
import { type ControlProps, inputProps, listOf } from './control.js';
import classes from './controls.module.css';

/** A list of short words: type one and press Enter, or paste several. */
export function ListControl(props: ControlProps) {
  const { value, elementFaults, onChange, readOnly } = props;
  const entries = listOf(value);
  const { example } = props.field.options;
  return (
    <>
      <TagsInput
        {...inputProps(props)}
        className={classes.text}
        value={entries}
        placeholder={entries.length === 0 && Array.isArray(example) ? `For example ${example.join(', ')}` : undefined}
        splitChars={[',', ';', ' ']}
        acceptValueOnBlur
        readOnly={readOnly}
        onChange={onChange}
      />
      {elementFaults.map(({ element, detail }) => (
        <p className={classes.fault} key={`${element}${detail}`}>
          <code>{entries[element ?? 0]}</code> {detail}
        </p>
      ))}
    </>
  );
}
