import { Link, type LinkProps } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import classes from './ui.module.css';

interface Props {
  title: string;
  /** One line under the title: what this page is for. */
  intro?: ReactNode;
  actions?: ReactNode;
  /** The page above this one. */
  back?: { to: LinkProps['to']; label: string };
  /** Forms are as wide as they need, tables as wide as there is room. */
  width?: 'form' | 'full';
  children: ReactNode;
}

/** The frame of a page: its title, what can be done on it, and its content. */
export function Page({ title, intro, actions, back, width = 'full', children }: Props) {
  useTitle(title);
  return (
    <div className={classes.page} data-width={width}>
      {back && <BackLink {...back} />}
      <header className={classes.pageHeader}>
        <div>
          <h1>{title}</h1>
          {intro && <p>{intro}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function BackLink({ to, label }: { to: LinkProps['to']; label: string }) {
  return (
    <Link to={to} className={classes.back}>
      <ArrowLeft size={14} aria-hidden /> {label}
    </Link>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Clientele`;
  }, [title]);
}
