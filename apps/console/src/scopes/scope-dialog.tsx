import { Input, SegmentedControl, TagsInput, TextInput, Textarea } from '@mantine/core';
import { useId } from 'react';
import { type Scope } from '../server/server-queries.js';
import { RecordDialog } from '../ui/record-dialog.js';
import { useRecordForm } from '../ui/record-form.js';
import { readScope, useScopeWrites } from './scope-writes.js';

type Values = Pick<Scope, 'name' | 'description' | 'kind' | 'claims' | 'audience'>;

const labels = {
  name: 'Name',
  description: 'What users read',
  kind: 'Kind',
  claims: 'Claims',
  audience: 'Audience',
};

export function ScopeDialog({ scope, onClose }: { scope: Scope | undefined; onClose(): void }) {
  const id = useId();
  const writes = useScopeWrites();
  const form = useRecordForm(scope, valuesOf);
  const { record, values, set } = form;
  return (
    <RecordDialog
      title={record ? `Edit ${record.name}` : 'New scope'}
      form={form}
      labels={labels}
      onSave={({ name = '', ...changes }) =>
        record ? writes.change(record, changes) : writes.create({ name, ...changes })
      }
      onReload={readScope}
      onClose={onClose}
    >
      {(faultOf) => (
        <>
          <TextInput
            label={labels.name}
            description="As requests spell it; no spaces."
            disabled={record !== undefined}
            required={!record}
            data-autofocus={!record || undefined}
            autoComplete="off"
            spellCheck={false}
            value={values.name}
            error={faultOf('name')}
            onChange={(event) => set({ name: event.currentTarget.value.trim() })}
          />
          <Textarea
            label={labels.description}
            description="A sentence for the consent page."
            rows={2}
            value={values.description ?? ''}
            error={faultOf('description')}
            onChange={(event) => set({ description: event.currentTarget.value || null })}
          />
          <Input.Wrapper
            label={labels.kind}
            labelElement="div"
            labelProps={{ id: `${id}-label` }}
            description="A common scope is for every client, an exclusive one for those that list it."
            descriptionProps={{ id: `${id}-help` }}
            error={faultOf('kind')}
          >
            <SegmentedControl
              aria-labelledby={`${id}-label`}
              aria-describedby={`${id}-help`}
              mt={4}
              value={values.kind}
              data={[
                { value: 'common', label: 'Common' },
                { value: 'exclusive', label: 'Exclusive' },
              ]}
              onChange={(kind) => set({ kind: kind === 'exclusive' ? 'exclusive' : 'common' })}
            />
          </Input.Wrapper>
          <TextInput
            label={labels.audience}
            description="The API that the scope belongs to; empty: none in particular."
            autoComplete="off"
            value={values.audience ?? ''}
            error={faultOf('audience')}
            onChange={(event) => set({ audience: event.currentTarget.value.trim() || null })}
          />
          <TagsInput
            label={labels.claims}
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

function valuesOf(scope: Scope | undefined): Values {
  const { name = '', description = null, kind = 'common', claims = [], audience = null } = scope ?? {};
  return { name, description, kind, claims, audience };
}
