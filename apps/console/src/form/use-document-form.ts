import { type Issue } from '@clientele/client-schema';
import { type Problem } from '@clientele/sdk';
import { createContext, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { type UseFormReturn, useForm, useFormState, useWatch } from 'react-hook-form';
import { asSent, edits, formValues, isSame, mergePatch } from './difference.js';
import { type Document, type DocumentModel, type Inherited } from './document-model.js';
import { fieldErrors, memberOf } from './faults.js';

/** A form over one document: the values in its controls, the document they started from, and what is wrong. */
export interface DocumentForm {
  readonly model: DocumentModel;
  readonly form: UseFormReturn<Document>;
  /** The values of the document that the form started with. */
  readonly base: Document;
  /** Values that follow from the edits without being edited themselves. */
  readonly implied: Document;
  readonly readOnly: boolean;
  /** Whether the document does not exist yet, so that its fixed fields may still be chosen. */
  readonly creating: boolean;
  /** Looks at the whole candidate and shows every fault. */
  check(): Promise<Issue[]>;
  /** Shows the faults that the API found, until the members they are about change. */
  refuse(problem: Problem): Issue[];
  /** Starts again from another document, keeping the given edits. */
  restart(document: Document, keep?: Document): void;
  /** The edits that a save sends, with the whole value of each member. */
  patch(): Document;
  /** The same as the merge patch that is sent. */
  sent(): Document;
  allEdits(): Document;
}

interface Refusal {
  issues: readonly Issue[];
  values: Document;
}

export function useDocumentForm(
  model: DocumentModel,
  document: Document,
  { readOnly = false, creating = false } = {},
): DocumentForm {
  const [base, setBase] = useState(() => formValues(model.fields, document));
  const [implied, setImplied] = useState<Document>({});
  const refusal = useRef<Refusal>(undefined);
  const latest = useRef({ model, base });
  latest.current = { model, base };

  const findIssues = useCallback((values: Document): Issue[] => {
    const { model, base } = latest.current;
    const patch = mergePatch(model, base, values);
    const candidate = { ...base, ...patch };
    const named = new Set(Object.keys(patch));
    const settled = model.settle(candidate, named);
    setImplied((before) => {
      const follows = impliedBy(model, candidate, settled, named);
      return isSame(before, follows) ? before : follows;
    });
    const standing = refusal.current?.issues.filter(({ pointer }) =>
      isSame(values[memberOf(pointer)], refusal.current?.values[memberOf(pointer)]),
    );
    const own = model.faults(settled, named);
    return [...own, ...(standing ?? []).filter((issue) => !own.some((other) => isSame(other, issue)))];
  }, []);

  const form = useForm<Document>({
    defaultValues: base,
    mode: 'onSubmit',
    reValidateMode: 'onSubmit',
    resolver: (values) => {
      const issues = findIssues(values);
      return issues.length > 0 ? { values: {}, errors: fieldErrors(issues) } : { values, errors: {} };
    },
  });

  return useMemo(
    () => ({
      model,
      form,
      base,
      implied,
      readOnly,
      creating,
      async check() {
        await form.trigger();
        return findIssues(form.getValues());
      },
      refuse(problem) {
        const issues = problem.errors.filter(({ pointer }) => model.fields.has(memberOf(pointer)));
        refusal.current = { issues, values: structuredClone(form.getValues()) };
        void form.trigger();
        return issues;
      },
      restart(next, keep = {}) {
        const values = formValues(model.fields, next);
        refusal.current = undefined;
        latest.current.base = values;
        setBase(values);
        setImplied({});
        form.reset({ ...values, ...keep });
      },
      patch: () => mergePatch(model, base, form.getValues()),
      sent: () => asSent(base, mergePatch(model, base, form.getValues())),
      allEdits: () => edits(base, form.getValues()),
    }),
    [model, form, base, implied, readOnly, creating, findIssues],
  );
}

function impliedBy(model: DocumentModel, candidate: Document, settled: Document, named: ReadonlySet<string>): Document {
  const applies = model.applicable(settled);
  return Object.fromEntries(
    Object.entries(settled).filter(
      ([name, value]) =>
        model.fields.has(name) && applies.has(name) && !named.has(name) && !isSame(value, candidate[name] ?? null),
    ),
  );
}

export const DocumentFormContext = createContext<DocumentForm | undefined>(undefined);

export function useCurrentForm(): DocumentForm {
  const form = useContext(DocumentFormContext);
  if (!form) throw new TypeError('A control stands outside of a form');
  return form;
}

/** The merge patch of the form as it stands, kept up to date while people type. */
export function usePatch({ form, model, base }: DocumentForm): Document {
  const values = useWatch({ control: form.control }) as Document;
  return useMemo(() => mergePatch(model, base, values), [model, base, values]);
}

/** The names of the fields that apply to the form as it stands. */
export function useApplicable({ form, model }: DocumentForm): ReadonlySet<string> {
  const names = useWatch({
    control: form.control,
    compute: (values: Document) => [...model.applicable(values)].join(' '),
  });
  return useMemo(() => new Set(names.split(' ')), [names]);
}

/** What one field of the form as it stands has where it has no value of its own. */
export function useInherited({ form, model }: DocumentForm, name: string): Inherited | undefined {
  const told = useWatch({
    control: form.control,
    compute: (values: Document) => JSON.stringify(model.inherited(name, values) ?? null),
  });
  return useMemo(() => (JSON.parse(told) as Inherited | null) ?? undefined, [told]);
}

/** The names of the fields that the form as it stands leaves out. A field at fault is never among them. */
export function useHidden({ form, model }: DocumentForm, names: readonly string[]): ReadonlySet<string> {
  const { errors } = useFormState({ control: form.control });
  const hidden = useWatch({
    control: form.control,
    compute: (values: Document) => names.filter((name) => model.hidden?.(name, values)).join(' '),
  });
  return new Set(hidden.split(' ').filter((name) => !(name in errors)));
}
