import { Button } from '@mantine/core';
import { Logo } from '../frame/logo.js';
import { Toasts } from '../ui/toasts.js';
import classes from './door.module.css';

/** What stands in place of the console for somebody who is not signed in. */
export function Door({ title, text }: { title: string; text: string }) {
  return (
    <main className={classes.door}>
      <div className={classes.card}>
        <Logo />
        <h1>{title}</h1>
        <p>{text}</p>
        <Button onClick={() => location.assign(import.meta.env.BASE_URL)}>Sign in</Button>
      </div>
      <Toasts />
    </main>
  );
}
