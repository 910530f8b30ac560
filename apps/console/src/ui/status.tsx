import { Ban, CircleCheck, CirclePause, Info, TriangleAlert } from 'lucide-react';
import { type ReactNode } from 'react';
import classes from './ui.module.css';

export type Tone = 'green' | 'amber' | 'red' | 'blue' | 'grey';
const icons = { green: CircleCheck, amber: TriangleAlert, red: Ban, blue: Info, grey: CirclePause };

/** A state in a word, with an icon and a colour that repeat it. */
export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Icon = icons[tone];
  return (
    <span className={classes.status} data-tone={tone}>
      <Icon size={14} aria-hidden />
      {children}
    </span>
  );
}

/** Something to know about the page, in a box of its own. */
export function Notice({ tone, title, children }: { tone: Tone; title?: string; children?: ReactNode }) {
  const Icon = icons[tone];
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'red' ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden />
      <div>
        {title && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
