import { type ReactNode, useId } from 'react';
import classes from './page.module.css';

interface Props {
  title: string;
  intro: ReactNode;
  /** What can be begun here. */
  actions?: ReactNode;
  /** `form`: as wide as the parts of the form. */
  width?: 'form' | 'table';
  children: ReactNode;
}

/** A part of a client's page that is no part of its document: what it is about, and what it shows. */
export function Tool({ title, intro, actions, width = 'table', children }: Props) {
  const id = useId();
  return (
    <section className={classes.tool} data-width={width} aria-labelledby={id}>
      <header>
        <div>
          <h2 id={id}>{title}</h2>
          <p>{intro}</p>
        </div>
        {actions}
      </header>
      {children}
    </section>
  );
}
