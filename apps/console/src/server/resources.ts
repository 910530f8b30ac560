import { type AnyRecord, type FieldOptions, type ResourceName } from '@clientele/client-schema';
import { resourceOf as declarationOf } from '@clientele/client-schema/resources/index';
import { queryOptions } from '@tanstack/react-query';
import { recordsQuery } from './server-queries.js';

/** A record that a field may refer to. */
export interface ResourceRecord {
  id: string;
  name: string;
}

/** The records that a reference field chooses from. */
export function resourceOf(options: FieldOptions) {
  const name = ('resource' in options ? String(options.resource) : '') as ResourceName;
  return queryOptions({
    ...recordsQuery(name),
    select: (records): readonly ResourceRecord[] => records.map((record) => asChoice(name, record)),
  });
}

function asChoice(name: ResourceName, record: AnyRecord): ResourceRecord {
  const id = String(record[declarationOf(name).id]);
  return { id, name: typeof record['name'] === 'string' ? record['name'] : id };
}
