import { SegmentedControl, TagsInput, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { type Scope } from '../server/server-queries.js';
import { RecordDialog } from '../ui/record-dialog.js';
import { type ScopeDocument, useScopeWrites } from './scope-writes.js';

const blank: ScopeDocument = { name: '', description: null, kind: 'common', claims: [], audience: null, roles: [] };

export function ScopeDialog({ scope, onClose }: { scope: Scope | undefined; onClose(): void }) {
  const writes = useScopeWrites();
  const [values, setValues] = useState<ScopeDocument>(() => documentOf(scope ?? blank));
  const set = (change: Partial<ScopeDocument>) => setValues((before) => ({ ...before, ...change }));
  return (
    <RecordDialog
      title={scope ? `Edit ${scope.name}` : 'New scope'}
      action={scope ? 'Save' : 'Create'}
      onSubmit={() => (scope ? writes.change(values) : writes.create(values))}
      onClose={onClose}
    >
      {(faultOf) => (
        <>
          <TextInput
            label="Name"
            description="As requests spell it; no spaces."
            disabled={scope !== undefined}
            required={!scope}
            data-autofocus={!scope || undefined}
            autoComplete="off"
            spellCheck={false}
            value={values.name}
            error={faultOf('name')}
            onChange={(event) => set({ name: event.currentTarget.value.trim() })}
          />
          <Textarea
            label="What users read"
            description="A sentence for the consent page."
            rows={2}
            value={values.description ?? ''}
            error={faultOf('description')}
            onChange={(event) => set({ description: event.currentTarget.value || null })}
          />
          <SegmentedControl
            aria-label="Kind"
            value={values.kind}
            data={[
              { value: 'common', label: 'Common: for every client' },
              { value: 'exclusive', label: 'Exclusive: for those that list it' },
            ]}
            onChange={(kind) => set({ kind: kind === 'exclusive' ? 'exclusive' : 'common' })}
          />
          <TextInput
            label="Audience"
            description="The API that the scope belongs to; empty: none in particular."
            autoComplete="off"
            value={values.audience ?? ''}
            error={faultOf('audience')}
            onChange={(event) => set({ audience: event.currentTarget.value.trim() || null })}
          />
          <TagsInput
            label="Claims"
            description="What the userinfo endpoint adds for this scope."
            acceptValueOnBlur
            value={values.claims}
            error={faultOf('claims')}
            onChange={(claims) => set({ claims })}
          />
        </>
      )}
    </RecordDialog>
  );
}

function documentOf({ name, description, kind, claims, audience, roles }: ScopeDocument): ScopeDocument {
  return { name, description, kind, claims, audience, roles };
}
