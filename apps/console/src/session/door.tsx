import { Button } from '@mantine/core';
import { type ReactNode } from 'react';
import { Logo } from '../frame/logo.js';
import { Toasts } from '../ui/toasts.js';
import classes from './door.module.css';

interface Props {
  title: string;
  /** Why somebody stands here. */
  children: ReactNode;
  /** The ways on; unless told otherwise, to sign in. */
  actions?: ReactNode;
}

/** What stands in place of the console for somebody who cannot use it now. */
export function Door({ title, children, actions = <Button onClick={toStart}>Sign in</Button> }: Props) {
  return (
    <main className={classes.door}>
      <div className={classes.card}>
        <Logo />
        <h1>{title}</h1>
        <p>{children}</p>
        <div className={classes.actions}>{actions}</div>
      </div>
      <Toasts />
    </main>
  );
}

/** Leaves for the start page, where whoever is not signed in is asked to be. */
export function toStart(): void {
  location.assign(import.meta.env.BASE_URL);
}
