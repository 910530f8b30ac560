import { type ReactNode } from 'react';
import classes from './ui.module.css';

interface Props {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** Where the page has no title of its own. */
  alone?: boolean;
}

/** Nothing is here yet, or nothing matches: why, and what to do. */
export function Empty({ title, children, actions, alone = false }: Props) {
  const Title = alone ? 'h1' : 'h2';
  return (
    <div className={classes.empty}>
      <Title>{title}</Title>
      {children && <p>{children}</p>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
