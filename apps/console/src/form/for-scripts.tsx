import { ChevronRight } from 'lucide-react';
import { type ReactNode } from 'react';
import classes from './form.module.css';

/** How the same is said to the API; folded away, since most people come to save. */
export function ForScripts({ children }: { children: ReactNode }) {
  return (
    <details className={classes.forScripts}>
      <summary>
        <ChevronRight size={14} aria-hidden /> The same for scripts
      </summary>
      <div>{children}</div>
    </details>
  );
}
