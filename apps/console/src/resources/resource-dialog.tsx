import { type AnyResource, type Server, fieldsOfResource, nounOf } from '@clientele/client-schema';
import { Problem } from '@clientele/sdk';
import { useEffect, useMemo, useRef, useState } from 'react';
import { edits, formValues, inWords, isSame } from '../form/difference.js';
import { type Document } from '../form/document-model.js';
import { memberOf } from '../form/faults.js';
import { FieldRow } from '../form/field-row.js';
import { focusField } from '../form/focus-field.js';
import { type Rehearsal } from '../form/review-dialog.js';
import { DocumentFormContext, type DocumentForm, useApplicable, useDocumentForm } from '../form/use-document-form.js';
import { Dialog } from '../ui/dialog.js';
import { RecordDialog, type TheirChange } from '../ui/record-dialog.js';
import { SecretOnce } from '../ui/secret-once.js';
import { Notice } from '../ui/status.js';
import ui from '../ui/ui.module.css';
import { recordModel } from './record-model.js';
import { type ShownRecord, idOf, readRecord, useRecordWrites } from './record-queries.js';
import classes from './resources.module.css';

interface Props {
  resource: AnyResource;
  server: Server;
  /** The record as it was read; undefined: a new one. */
  read: ShownRecord | undefined;
  onClose(): void;
}

/**
 * The form over one record, made from the declaration of its resource. Only what was changed is sent; where somebody
 * else saved first, the form goes on from their record with everything that was typed.
 */
export function ResourceDialog({ resource, server, read, onClose }: Props) {
  const [record, setRecord] = useState(read);
  const [theirs, setTheirs] = useState<Document>();
  const [token, setToken] = useState<string>();
  const [shown, setShown] = useState<{ changes: Document; rehearsal: Rehearsal }>();
  const model = useMemo(() => recordModel(resource, server, record), [resource, server, record]);
  const form = useDocumentForm(model, { ...record }, { creating: !record });
  // A fault that appeared while somebody goes for a button would move the button away: faults wait for the button.
  const inputs = useMemo(() => ({ ...form, check: async () => [] }), [form]);
  const writes = useRecordWrites(resource);

  const goOnFrom = (newer: ShownRecord) => {
    const mine = form.allEdits();
    setTheirs({ ...theirs, ...edits(form.base, formValues(model.fields, newer)) });
    form.restart({ ...newer }, mine);
    setRecord(newer);
  };
  const handle = async (cause: unknown) => {
    if (record && cause instanceof Problem && cause.status === 412) {
      goOnFrom(await readRecord(resource, idOf(resource, record)));
      return;
    }
    const placed = cause instanceof Problem ? form.refuse(cause) : [];
    if (placed.length === 0) throw cause;
    focusField(memberOf(placed[0]!.pointer));
  };
  const save = async (reason: string) => {
    const [fault] = await form.check();
    if (fault) return focusField(memberOf(fault.pointer));
    const changes = form.sent();
    if (record && Object.keys(changes).length === 0) return onClose();
    try {
      // Whoever inherits from the record is named first, once for each change.
      if (record && resource.inheritedMembers?.some((name) => name in changes) && !isSame(changes, shown?.changes)) {
        setShown({ changes, rehearsal: await writes.rehearse(record, changes) });
        return;
      }
      const answer = await (record ? writes.change(record, changes, reason) : writes.create(changes, reason));
      // Kept by this dialog alone, for as long as it is open.
      const made = (answer as { token?: string } | undefined)?.token;
      if (made === undefined) onClose();
      else setToken(made);
    } catch (cause) {
      await handle(cause);
    }
  };

  const noun = nounOf(resource);
  const title = `${noun.slice(0, 1).toUpperCase()}${noun.slice(1)}`;
  if (token !== undefined) {
    return (
      <Dialog onClose={() => undefined} dismissible={false} label={title} size="lg">
        <div className={ui.stack}>
          <SecretOnce title={title} secret={token} onDone={onClose} />
        </div>
      </Dialog>
    );
  }
  return (
    <RecordDialog
      title={record ? `Edit ${idOf(resource, record)}` : `New ${noun}`}
      size="lg"
      record={record}
      theirs={theirs && changesOfOthers(form, theirs)}
      onSave={save}
      onClose={onClose}
    >
      {record?.system && (
        <Notice tone="grey">
          <p>{systemSentence(resource)}</p>
        </Notice>
      )}
      <DocumentFormContext value={inputs}>
        <Rows resource={resource} form={form} />
      </DocumentFormContext>
      {shown && <Concerns rehearsal={shown.rehearsal} key={JSON.stringify(shown.changes)} />}
    </RecordDialog>
  );
}

/** Whom the change concerns, as the server has rehearsed it. */
function Concerns({ rehearsal }: { rehearsal: Rehearsal }) {
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section aria-label="Whom it concerns" role="status" ref={section}>
      {rehearsal.words}
      {!rehearsal.refused && <p>Save once more to make the change.</p>}
    </section>
  );
}

function Rows({ resource, form }: { resource: AnyResource; form: DocumentForm }) {
  const applicable = useApplicable(form);
  return (
    <div className={classes.rows}>
      {fieldsOfResource(resource)
        .filter(({ name }) => applicable.has(name))
        .map((field) => (
          <FieldRow field={field} key={field.name} />
        ))}
    </div>
  );
}

function changesOfOthers(form: DocumentForm, theirs: Document): TheirChange[] {
  const mine = form.allEdits();
  return [...form.model.fields.values()]
    .filter(({ name }) => name in theirs)
    .map((field) => ({
      label: field.options.label,
      words: inWords(form.model, field, theirs),
      contested: field.name in mine,
    }));
}

function systemSentence(resource: AnyResource): string {
  const editable = fieldsOfResource(resource).filter(({ name }) => (resource.systemMembers as string[]).includes(name));
  const labels = editable.map(({ options }) => options.label).join(', ');
  return `It belongs to the server${labels ? `; of it only this can change: ${labels}` : ' and stays as it is'}.`;
}
