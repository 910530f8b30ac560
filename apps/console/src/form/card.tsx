import { type Field } from '@clientele/client-schema';
import { type ReactNode, useId } from 'react';
import { SpecLink } from '../ui/spec-link.js';
import { type CardContent } from './cards.js';
import { FieldRow } from './field-row.js';
import classes from './form.module.css';

interface Props {
  id: string;
  group: CardContent['group'];
  fields: readonly Field[];
  children?: ReactNode;
}

/** One group of fields. */
export function Card({ id, group: { title, intro, spec }, fields, children }: Props) {
  const titleId = useId();
  return (
    <section className={classes.card} id={id} aria-labelledby={titleId}>
      <header className={classes.cardHeader}>
        <h2 id={titleId} tabIndex={-1}>
          {title}
        </h2>
        <SpecLink spec={spec} />
        {intro && <p>{intro}</p>}
      </header>
      {fields.map((field) => (
        <FieldRow field={field} key={field.name} />
      ))}
      {children && <div className={classes.cardFooter}>{children}</div>}
    </section>
  );
}
