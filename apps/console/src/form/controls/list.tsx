import { TagsInput } from '@mantine/core';
import { type ControlProps, examplesOf, inputProps, listOf, withFault } from './control.js';
import classes from './controls.module.css';

/** A list of short words: type one and press Enter, or paste several. */
export function ListControl(props: ControlProps) {
  const { id, value, elementFaults, onChange, readOnly } = props;
  const entries = listOf(value);
  const examples = examplesOf(props.field);
  const faultsId = elementFaults.length > 0 ? `${id}-entries` : undefined;
  return (
    <>
      <TagsInput
        {...inputProps(withFault(props, faultsId))}
        className={classes.text}
        classNames={{ inputField: classes.tagField }}
        value={entries}
        placeholder={entries.length === 0 && examples.length > 0 ? `For example ${examples.join(', ')}` : undefined}
        splitChars={[',', ';', ' ']}
        acceptValueOnBlur
        readOnly={readOnly}
        onChange={onChange}
      />
      {faultsId && (
        <div id={faultsId}>
          {elementFaults.map(({ element, detail }) => (
            <p className={classes.fault} key={`${element}${detail}`}>
              <code>{entries[element ?? 0]}</code> {detail}
            </p>
          ))}
        </div>
      )}
    </>
  );
}
