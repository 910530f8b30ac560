import { acceptsNull } from '@clientele/client-schema';
import { TextInput, Textarea } from '@mantine/core';
import { type ControlProps, inputProps, textOf } from './control.js';
import classes from './controls.module.css';

/** An emptied field has no value, where it may be without one. */
function emptied({ field, onChange }: ControlProps) {
  return (text: string) => onChange(text === '' && acceptsNull(field) ? null : text);
}

export function TextControl(props: ControlProps) {
  const change = emptied(props);
  return (
    <TextInput
      {...inputProps(props)}
      className={classes.text}
      value={textOf(props.value)}
      placeholder={exampleOf(props)}
      required={props.field.options.required}
      autoComplete="off"
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

export function TextAreaControl(props: ControlProps) {
  const change = emptied(props);
  return (
    <Textarea
      {...inputProps(props)}
      className={classes.text}
      value={textOf(props.value)}
      placeholder={exampleOf(props)}
      rows={3}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

export function UriControl(props: ControlProps) {
  const change = emptied(props);
  return (
    <TextInput
      {...inputProps(props)}
      className={classes.wide}
      classNames={{ input: classes.mono }}
      type="text"
      inputMode="url"
      spellCheck={false}
      autoComplete="off"
      value={textOf(props.value)}
      placeholder={exampleOf(props)}
      onChange={(event) => change(event.currentTarget.value.trim())}
    />
  );
}

/** Taken and never shown: what is typed takes the place of what is there, if anything is. */
export function SecretControl(props: ControlProps) {
  const change = emptied(props);
  return (
    <TextInput
      {...inputProps(props)}
      className={classes.wide}
      classNames={{ input: classes.mono }}
      type="password"
      autoComplete="new-password"
      placeholder="Leave empty to keep it as it is"
      value={textOf(props.value)}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

function exampleOf({ field, inherited }: ControlProps): string | undefined {
  if (typeof inherited === 'string') return inherited;
  const { example } = field.options;
  return typeof example === 'string' ? `For example ${example}` : undefined;
}
