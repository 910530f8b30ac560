import { type Field, type GroupOptions } from '@clientele/client-schema';
import { type ReactNode, useId } from 'react';
import { Card } from './card.js';
import classes from './form.module.css';
import { useApplicable, useCurrentForm, useHidden } from './use-document-form.js';

/** What stands on one card. */
export interface CardContent {
  readonly group: Pick<GroupOptions, 'name' | 'title' | 'spec'> & { readonly intro?: string };
  readonly fields: readonly Field[];
  /** Below the fields, where a tab has more to say than they do. */
  readonly note?: ReactNode;
}

/** The cards of a form, and beside them, where there is room, which there are. One none of whose fields applies is not shown. */
export function Cards({ cards }: { cards: readonly CardContent[] }) {
  const id = useId();
  const current = useCurrentForm();
  const applicable = useApplicable(current);
  const hidden = useHidden(
    current,
    cards.flatMap(({ fields }) => fields.map(({ name }) => name)),
  );
  // The secret of a client is replaced, never edited: the Credentials tab does that.
  const isShown = ({ name }: Field) => applicable.has(name) && !hidden.has(name) && name !== 'client_secret';
  const shown = cards
    .map((card) => ({ ...card, id: `${id}-${card.group.name}`, fields: card.fields.filter(isShown) }))
    .filter(({ fields }) => fields.length > 0);
  return (
    <div className={classes.form}>
      {shown.length > 2 && (
        <nav className={classes.contents} aria-label="On this page">
          <ul>
            {shown.map(({ id: card, group }) => (
              <li key={card}>
                <button type="button" onClick={() => goTo(card)}>
                  {group.title}
                </button>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {shown.map(({ id: card, group, fields, note }) => (
        <Card key={card} id={card} group={group} fields={fields}>
          {note}
        </Card>
      ))}
    </div>
  );
}

/** Not by its address: that is the page's, and a step in the history for each look at a card would be in the way. */
function goTo(id: string): void {
  const heading = document.getElementById(id)?.querySelector('h2');
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}
