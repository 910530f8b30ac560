import { TagsInput } from '@mantine/core';
import { type ControlProps, inputProps, listOf, examplesOf } from './control.js';
import classes from './controls.module.css';

/** A list of short words: type one and press Enter, or paste several. */
export function ListControl(props: ControlProps) {
  const { value, elementFaults, onChange, readOnly } = props;
  const entries = listOf(value);
  const examples = examplesOf(props.field);
  return (
    <>
      <TagsInput
        {...inputProps(props)}
        className={classes.text}
        value={entries}
        placeholder={entries.length === 0 && examples.length > 0 ? `For example ${examples.join(', ')}` : undefined}
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
