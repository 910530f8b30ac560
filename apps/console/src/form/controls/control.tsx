import { type Field } from '@clientele/client-schema';
import { InputWrapperContext } from '@mantine/core';
import { type ComponentType, type ReactNode, use } from 'react';
import { type Fault } from '../faults.js';

/** What every control is given. Label, help and faults stand around it; it shows one value and takes another. */
export interface ControlProps {
  field: Field;
  /** Of the element that takes the focus; the label is for it. */
  id: string;
  /** Of the label, for a control that is a group of several elements. */
  labelId: string;
  /** Ids of what describes the value: its faults, what it inherits, its help. */
  describedBy: string;
  value: unknown;
  /** What applies while there is no value; undefined where nothing is inherited. */
  inherited: unknown;
  /** Faults that are about one entry of a list; the control shows them itself. */
  elementFaults: readonly Fault[];
  invalid: boolean;
  readOnly: boolean;
  onChange(value: unknown): void;
  /** Somebody is done with this control: time to look at the whole document. */
  onDone(): void;
}

export type ControlComponent = ComponentType<ControlProps>;

/** What ties one of Mantine's inputs to its label's surroundings. */
export function inputProps({ id, describedBy: ids, invalid, readOnly, onDone }: ControlProps) {
  return { id, error: invalid, disabled: readOnly, onBlur: onDone, inputContainer: describedBy(ids) };
}

/**
 * The `inputContainer` of an input that is described from outside. Mantine overwrites `aria-describedby` with the ids
 * of what the input's own wrapper shows, so ours take their place there.
 */
export function describedBy(ids: string) {
  return (input: ReactNode) => <Described by={ids}>{input}</Described>;
}

function Described({ by, children }: { by: string; children: ReactNode }) {
  const wrapper = use(InputWrapperContext);
  return <InputWrapperContext value={{ ...wrapper, describedBy: by }}>{children}</InputWrapperContext>;
}

/** The properties of a control that shows a fault of its own, under the id, before those of the row. */
export function withFault(props: ControlProps, faultId: string | undefined): ControlProps {
  return faultId === undefined ? props : { ...props, invalid: true, describedBy: `${faultId} ${props.describedBy}` };
}

export function values(field: Field): string[] {
  const items = field.schema['items'] as { enum?: string[] } | undefined;
  return ((field.schema['enum'] as (string | number)[] | undefined) ?? items?.enum ?? []).map(String);
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** The example entries of a list, for a control that is empty. */
export function examplesOf({ options }: Field): string[] {
  const { example } = options;
  return Array.isArray(example) ? example.filter((entry) => typeof entry === 'string') : [];
}
