import { type Field, type Spec } from '@clientele/client-schema';
import { type ReactNode, useId } from 'react';
import { SpecLink } from '../ui/spec-link.js';
import { FieldRow } from './field-row.js';
import classes from './form.module.css';
import { useApplicable, useCurrentForm, useHidden } from './use-document-form.js';

interface Props {
  title: string;
  intro?: string;
  spec: Spec;
  fields: readonly Field[];
  /** Below the fields, where a tab has more to say than they do. */
  children?: ReactNode;
}

/** One group of fields. A card none of whose fields applies is not shown. */
export function Card({ title, intro, spec, fields, children }: Props) {
  const titleId = useId();
  const current = useCurrentForm();
  const applicable = useApplicable(current);
  const hidden = useHidden(
    current,
    fields.map(({ name }) => name),
  );
  // The secret of a client is replaced, never edited: the Credentials tab does that.
  const shown = fields.filter(({ name }) => applicable.has(name) && !hidden.has(name) && name !== 'client_secret');
  if (shown.length === 0) return null;
  return (
    <section className={classes.card} aria-labelledby={titleId}>
      <header className={classes.cardHeader}>
        <h2 id={titleId}>{title}</h2>
        <SpecLink spec={spec} />
        {intro && <p>{intro}</p>}
      </header>
      {shown.map((field) => (
        <FieldRow field={field} key={field.name} />
      ))}
      {children && <div className={classes.cardFooter}>{children}</div>}
    </section>
  );
}
