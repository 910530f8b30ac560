import {
  type AnyRecord,
  type AnyResource,
  type FieldGroup,
  type Server,
  fieldsOfResource,
  holds,
} from '@clientele/client-schema';
import { danglingReferences } from '@clientele/client-schema/dangling-references';
import { recordsOf } from '@clientele/client-schema/references';
import { completeRecord, recordIssues } from '@clientele/client-schema/resource';
import { shapeFaults } from '@clientele/client-schema/shape';
import { type Document, type DocumentModel } from '../form/document-model.js';
import { recordNamesIn } from '../words/record-names.js';
import { type ShownRecord, idOf } from './record-queries.js';

/** A record as a form edits it: validated by the same code as the API's. */
export function recordModel(resource: AnyResource, server: Server, stored: ShownRecord | undefined): DocumentModel {
  const fields = fieldsOfResource(resource);
  const systemMembers: readonly string[] = resource.systemMembers;
  return {
    fields: new Map(fields.map((field) => [field.name, field])),
    names: recordNamesIn(server),
    settle: (candidate) => Object.fromEntries(Object.entries(candidate).filter(([, value]) => value !== null)),
    faults(settled) {
      const shape = shapeFaults(resource.members as FieldGroup, settled);
      if (shape.length > 0) return shape;
      const record = completeRecord(resource.members, settled) as AnyRecord;
      const state = withRecord(server, resource, record);
      return [
        ...danglingReferences(fields, record, state).map((found) => ({ ...found, rule: 'referenced-records-exist' })),
        ...recordIssues(resource, record, state),
      ];
    },
    applicable: (document) =>
      new Set(
        fields
          // What the server reads out of a record nobody fills in.
          .filter(({ options }) => stored !== undefined || options.access !== 'read_only')
          .filter(({ options }) => !options.visibleWhen || holds(options.visibleWhen, document))
          .map(({ name }) => name),
      ),
    inherited: () => undefined,
    fixed: (name) => stored?.system === true && !systemMembers.includes(name),
  };
}

/** The server as it would be with the record among its records. */
function withRecord(server: Server, resource: AnyResource, record: Document): Server {
  const others = (recordsOf(server, resource.name) ?? []).filter(
    (other) => idOf(resource, other) !== idOf(resource, record),
  );
  return { ...server, [resource.name]: [...others, record] };
}
