import { TextInput } from '@mantine/core';

/** As many characters as the API takes. */
export const longestReason = 500;

/** Why something is changed: for the history, for whoever wonders later. */
export function ReasonInput({ value, onChange }: { value: string; onChange(value: string): void }) {
  return (
    <TextInput
      label="Reason"
      description="Why, for the history and the audit log. May stay empty."
      maxLength={longestReason}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
