import { type Issue } from '@clientele/client-schema';
import { isSame } from '@clientele/client-schema/same';
import { problems } from '../../problems/problem-types.js';
import { refuse } from '../../problems/problem.js';
import { type Document } from './body.js';

/**
 * Takes the members that only the server writes out of a document, so that what was read can be sent back.
 * @param present the resource as it is shown; absent: it does not exist yet, and no such member can be right
 * @param named the members that the request mentions, be it to remove them
 * @throws Problem 422 for every one that differs from the present value
 */
export function withoutServerOwned(
  document: Document,
  serverOwned: ReadonlySet<string>,
  present: Document | undefined,
  named: ReadonlySet<string> = new Set(Object.keys(document)),
): Document {
  const faults = [...named]
    .filter((name) => serverOwned.has(name) && !(present && name in present && isSame(document[name], present[name])))
    .map((name): Issue => ({ pointer: `/${name}`, rule: 'read-only', detail: 'is set by the server' }));
  refuse(problems.invalidDocument, faults);
  return Object.fromEntries(Object.entries(document).filter(([name]) => !serverOwned.has(name)));
}
