import { type Resources } from '@clientele/client-schema';
import { recordsOf } from '@clientele/client-schema/references';
import { idOf } from '@clientele/client-schema/resource';

/**
 * What people call the record of an id, which may be in any of these resources. It is called by its id where that is
 * its name, where another has the same name, and where it is not known.
 */
export type RecordNames = (resources: readonly string[], id: string) => string;

/** The names of these records. */
export function recordNamesIn(records: Partial<Resources>): RecordNames {
  return (resources, id) => {
    const candidates = resources.flatMap((resource) => recordsOf(records, resource) ?? []);
    const name = candidates.find((record) => idOf(record) === id)?.['name'];
    if (typeof name !== 'string') return id;
    return candidates.filter((record) => record['name'] === name).length > 1 ? `${name} (${id})` : name;
  };
}
