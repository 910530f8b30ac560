import { type AnyRecord, type AnyResource, type ResourceName, pathOf } from '@clientele/client-schema';
import { useQueryClient } from '@tanstack/react-query';
import { type Answer, api, asMergePatch, bodyOf, changeReason, etagOf, written } from '../api.js';
import { type Document } from '../form/document-model.js';
import { type Rehearsal } from '../form/review-dialog.js';
import { rehearsalOf } from '../settings/impact.js';
import { recordsQuery, serverQuery } from '../server/server-queries.js';

/** A record of any resource, as the API shows it. */
export interface ShownRecord extends AnyRecord {
  readonly revision: number;
  /** Whether it is the server's own. */
  readonly system: boolean;
  /** How many clients name it. */
  readonly used_by: number;
  readonly updated_at: string;
  readonly updated_by: string;
}

export function idOf(resource: AnyResource, record: AnyRecord): string {
  return String(record[resource.id]);
}

/** What people call a record: its name, or its id where it has none. */
export function nameOf(resource: AnyResource, record: AnyRecord): string {
  return typeof record['name'] === 'string' ? record['name'] : idOf(resource, record);
}

/**
 * The addresses of a resource. Every resource has the same operations, so the type of one of them stands for all; the
 * documents are read by what the resource declares.
 */
function addressesOf(resource: AnyResource, id = '') {
  const path = pathOf(resource) as '/access-token-managers';
  const item = `${pathOf(resource)}/{${resource.id}}` as '/access-token-managers/{id}';
  return { path, item, params: { path: { [resource.id]: id } as { id: string } } };
}

/** The record as it is stored now. */
export function readRecord(resource: AnyResource, id: string): Promise<ShownRecord> {
  const { item, params } = addressesOf(resource, id);
  return bodyOf<AnyRecord>(api.GET(item, { params })) as Promise<ShownRecord>;
}

/** Writes of the records of a resource. A change is refused where somebody else has changed the record since it was read. */
export function useRecordWrites(resource: AnyResource) {
  const queries = useQueryClient();
  const write = <T>(call: Promise<Answer<T>>) =>
    written(call, queries, recordsQuery(resource.name as ResourceName).queryKey, serverQuery.queryKey);
  const of = (record: ShownRecord) => addressesOf(resource, idOf(resource, record));
  return {
    create: (document: Document, reason: string) =>
      write(
        api.POST(addressesOf(resource).path, {
          body: document as { id: string; name: string },
          headers: changeReason(reason),
        }),
      ),
    change(record: ShownRecord, patch: Document, reason: string) {
      const { item, params } = of(record);
      return write(api.PATCH(item, { params, body: patch, ...asMergePatch(etagOf(record), reason) }));
    },
    /** Whom a change of what clients inherit would concern; nothing is stored. */
    rehearse(record: ShownRecord, patch: Document): Promise<Rehearsal> {
      const { item, params } = of(record);
      return rehearsalOf(
        api.PATCH(item as string as '/client-templates/{id}', {
          params: { ...params, query: { dry_run: true } },
          body: patch,
          ...asMergePatch(etagOf(record)),
        }),
      );
    },
    remove(record: ShownRecord, reason: string) {
      const { item, params } = of(record);
      return write(
        api.DELETE(item, {
          params: { ...params, header: { 'If-Match': etagOf(record) } },
          headers: changeReason(reason),
        }),
      );
    },
  };
}
