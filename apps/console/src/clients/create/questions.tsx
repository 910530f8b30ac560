import { type Field, clientFields } from '@clientele/client-schema';
import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useFormState, useWatch } from 'react-hook-form';
import { isSame } from '../../form/difference.js';
import { type Document, type DocumentModel } from '../../form/document-model.js';
import { memberOf } from '../../form/faults.js';
import { FieldRow } from '../../form/field-row.js';
import { focusField } from '../../form/focus-field.js';
import {
  DocumentFormContext,
  type DocumentForm,
  useApplicable,
  useDocumentForm,
} from '../../form/use-document-form.js';
import classes from './create.module.css';
import { type StartingPoint } from './starting-points.js';

interface Props {
  template: StartingPoint;
  model: DocumentModel;
  /** The answers so far, when somebody comes back to them. */
  given: Document | undefined;
  onAnswered(document: Document): void;
}

/** The questions of a template, and beside them whatever the answers turn out to need. */
export function Questions({ template, model, given, onAnswered }: Props) {
  const [start] = useState(() => ({ client_template_id: template.id }));
  const current = useDocumentForm(model, start, { creating: true });
  const prepared = useRef(false);
  useEffect(() => {
    if (prepared.current) return;
    prepared.current = true;
    current.restart(start, given);
  }, [current, start, given]);
  useSuggestions(current, template);

  const next = async () => {
    const issues = await current.check();
    if (issues[0]) focusField(memberOf(issues[0].pointer));
    else onAnswered({ ...start, ...current.patch() });
  };
  return (
    <DocumentFormContext value={current}>
      <form
        className={classes.questions}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void next();
        }}
      >
        <header>
          <h2>{template.title}</h2>
          {template.summary && <p>{template.summary}</p>}
        </header>
        {template.questions.map(({ field, ask, offer }) => (
          <FieldRow key={field} field={offered(clientFields.get(field)!, offer)} ask={ask} />
        ))}
        <NeededFields current={current} asked={template.questions.map(({ field }) => field)} />
        <footer>
          <Button type="submit">Continue</Button>
        </footer>
      </form>
    </DocumentFormContext>
  );
}

/**
 * What no question is about and the answers turned out to need, such as the keys of a client that signs. The rest of
 * the card comes along, since a fault may be mended in one field or in its neighbour.
 */
function NeededFields({ current, asked }: { current: DocumentForm; asked: readonly string[] }) {
  const { errors } = useFormState({ control: current.form.control });
  const applicable = useApplicable(current);
  // A field that was needed once stays, or it would vanish under the hands of whoever fills it in.
  const [needed, setNeeded] = useState<ReadonlySet<string>>(new Set());
  const missing = Object.keys(errors).filter((name) => !asked.includes(name) && !needed.has(name));
  if (missing.length > 0) setNeeded(new Set([...needed, ...missing]));

  const groups = new Set([...needed].map((name) => clientFields.get(name)?.group));
  return [...clientFields.values()]
    .filter(({ name, group }) => groups.has(group) && applicable.has(name) && !asked.includes(name))
    .map((field) => <FieldRow key={field.name} field={field} />);
}

/** Fills in what follows from earlier answers, while nobody has said otherwise. */
function useSuggestions({ form, model }: DocumentForm, template: StartingPoint): void {
  const values = useWatch({ control: form.control }) as Document;
  const suggested = useRef<Document>({});
  useEffect(() => {
    const answers = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
    for (const { field, suggest } of template.questions) {
      const next: unknown = suggest?.(answers) ?? null;
      const before = suggested.current[field] ?? null;
      if (next === null || isSame(next, before) || isSame(next, model.inherited(field, values)?.value)) continue;
      suggested.current[field] = next;
      const value = values[field] ?? null;
      const untouched = value === null || value === '' || isSame(value, []) || isSame(value, before);
      if (untouched) form.setValue(field, next);
    }
  }, [values, form, model, template]);
}

/** A choice narrowed down to what suits the kind of application. */
function offered(field: Field, offer: readonly unknown[] | undefined): Field {
  return offer ? { ...field, schema: { ...field.schema, enum: [...offer] } } : field;
}
