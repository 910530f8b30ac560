import { TextInput } from '@mantine/core';

interface Props {
  word: string;
  value: string;
  onChange(value: string): void;
}

/** Asks for a word before something that is not taken back lightly. */
export function TypedWord({ word, value, onChange }: Props) {
  return (
    <TextInput
      label={
        <>
          Type <code>{word}</code> to go on
        </>
      }
      data-autofocus
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
