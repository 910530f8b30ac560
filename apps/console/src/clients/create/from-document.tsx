import { type Issue, unknownMembers } from '@clientele/client-schema';
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { type Document, type DocumentModel } from '../../form/document-model.js';
import controls from '../../form/controls/controls.module.css';
import { Notice } from '../../ui/status.js';
import classes from './create.module.css';

interface Props {
  model: DocumentModel;
  given: Document | undefined;
  onRead(document: Document): void;
}

type Reading = { document: Document } | { faults: readonly Issue[] };

/** A client from JSON: read, checked as the API would, and then looked at before anything is made. */
export function FromDocument({ model, given, onRead }: Props) {
  const [text, setText] = useState(given ? JSON.stringify(given, null, 2) : '');
  const [faults, setFaults] = useState<readonly Issue[]>([]);
  const submit = () => {
    const reading = read(model, text);
    if ('document' in reading) onRead(reading.document);
    else setFaults(reading.faults);
  };
  return (
    <form
      className={classes.questions}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <header>
        <h2>From a document</h2>
        <p>Names are those of RFC 7591 where it has one. Members that this server does not know are refused.</p>
      </header>
      <div className={classes.document}>
        <Textarea
          label="Client metadata"
          classNames={{ input: controls.mono }}
          rows={14}
          spellCheck={false}
          placeholder={'{\n  "client_name": "Billing worker",\n  "grant_types": ["client_credentials"]\n}'}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {faults.length > 0 && (
          <Notice tone="red" title="This document does not make a client">
            <ul>
              {faults.map(({ pointer, rule, detail }) => (
                <li key={pointer + rule + detail}>
                  <code>{pointer.slice(1) || 'document'}</code> {detail}
                </li>
              ))}
            </ul>
          </Notice>
        )}
      </div>
      <footer>
        <Button type="submit" disabled={text.trim() === ''}>
          Continue
        </Button>
      </footer>
    </form>
  );
}

function read(model: DocumentModel, text: string): Reading {
  const parsed = parse(text);
  if ('faults' in parsed) return parsed;
  const named = new Set(Object.keys(parsed.document));
  const faults = [...unknownMembers(parsed.document), ...model.faults(model.settle(parsed.document, named), named)];
  return faults.length > 0 ? { faults } : parsed;
}

function parse(text: string): Reading {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { document: value as Document }
      : { faults: [{ pointer: '', rule: 'object', detail: 'must be a JSON object' }] };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return { faults: [{ pointer: '', rule: 'json', detail: `is not JSON: ${cause.message}` }] };
  }
}
