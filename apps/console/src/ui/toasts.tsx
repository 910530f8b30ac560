import { CloseButton } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { Status, type Tone } from './status.js';
import classes from './ui.module.css';

interface Toast {
  id: number;
  tone: Tone;
  text: string;
  details: readonly string[];
}

let toasts: readonly Toast[] = [];
let nextId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says something in passing, for ten seconds. */
export function toast(text: string, tone: Tone = 'green', details: readonly string[] = []): void {
  const id = nextId++;
  set([...toasts, { id, tone, text, details }].slice(-3));
  setTimeout(() => dismiss(id), 10_000);
}

function dismiss(id: number): void {
  set(toasts.filter((other) => other.id !== id));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className={classes.toasts} role="status" aria-live="polite">
      {shown.map(({ id, tone, text, details }) => (
        <div className={classes.toast} key={id}>
          <div>
            <Status tone={tone}>{text}</Status>
            {details.map((detail) => (
              <p key={detail}>{detail}</p>
            ))}
          </div>
          <CloseButton size="sm" aria-label="Dismiss" onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
