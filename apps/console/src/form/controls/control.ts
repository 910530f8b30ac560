import { type Field } from '@clientele/client-schema';
import { type ComponentType } from 'react';
import { type Fault } from '../faults.js';

/** What every control is given. Label, help and faults stand around it; it shows one value and takes another. */
export interface ControlProps {
  field: Field;
  /** Of the element that takes the focus; the label is for it. */
  id: string;
  /** Of the label, for a control that is a group of several elements. */
  labelId: string;
  describedBy: string | undefined;
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

/** Attributes that tie an input to its label's surroundings. */
export function inputProps({ id, describedBy, invalid, readOnly, onDone }: ControlProps) {
  return {
    id,
    'aria-describedby': describedBy,
    'aria-invalid': invalid || undefined,
    error: invalid,
    disabled: readOnly,
    onBlur: onDone,
  };
}

export function values(field: Field): string[] {
  const items = field.schema['items'] as { enum?: string[] } | undefined;
  return (field.schema['enum'] as string[] | undefined) ?? items?.enum ?? [];
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
