import { type Issue } from '@clientele/client-schema';
import { pointerTo } from '@clientele/client-schema/issue';
import { isSame } from '@clientele/client-schema/same';
import { problems } from '../../problems/problem-types.js';
import { refuse } from '../../problems/problem.js';
import { type Document } from './body.js';
import { type Patch, applyPatch } from './patch.js';

/** The members of a resource, as a request may treat them. */
export interface Members {
  /** Those that requests write. */
  readonly writable: ReadonlySet<string>;
  /** Those that only the server writes. A request may send them back as they are, so that what was read can be sent. */
  readonly serverOwned: ReadonlySet<string>;
  /** Those that are worked out at each reading. They change by themselves, so requests may say of them what they like. */
  readonly computed?: ReadonlySet<string>;
  /** The one that is the resource's address, and stays. */
  readonly address?: string;
}

/**
 * What a creation sends, without what the server sets.
 * @throws Problem 422 for every member that only the server writes
 */
export function created(members: Members, document: Document): Document {
  return withoutServerOwned(members, document, undefined, Object.keys(document));
}

/**
 * What a replacement sends, without what the server sets.
 * @param id the address of the resource
 * @param present the resource as it is shown; undefined: it is created
 * @throws Problem 422 for another address, and for every member of the server's that is to be another
 */
export function replaced(members: Members, document: Document, id: string, present: Document | undefined): Document {
  const { address } = members;
  const sent = address === undefined ? document : { [address]: id, ...document };
  if (address !== undefined) keepsAddress(address, sent, id);
  return withoutServerOwned(members, sent, present, Object.keys(sent));
}

/**
 * The whole that a patch leaves, without what the server sets, and the members that the patch itself names.
 * @throws Problem 400 for unknown members, 409 where the patch does not fit, 422 as a replacement
 */
export function patched(
  members: Members,
  present: Document,
  patch: Patch,
): { document: Document; named: ReadonlySet<string> } {
  const { result, named } = applyPatch(present, patch);
  // A merge patch may name a member only to remove it, so that the result alone does not tell.
  refuseUnknown(named, members.writable, members.serverOwned, members.computed ?? new Set());
  const { address } = members;
  if (address !== undefined) keepsAddress(address, result, present[address]);
  const touched = new Set([...named, ...Object.keys(result)]);
  return { document: withoutServerOwned(members, result, present, touched), named };
}

/** @throws Problem 400 */
export function refuseUnknown(names: Iterable<string>, ...known: readonly ReadonlySet<string>[]): void {
  const unknown = [...names].filter((name) => !known.some((set) => set.has(name)));
  refuse(
    problems.unknownMember,
    unknown.map((name) => ({ pointer: pointerTo(name), rule: 'known-field', detail: 'is not a known field' })),
  );
}

function keepsAddress(address: string, document: Document, id: unknown): void {
  if (document[address] === id) return;
  refuse(problems.invalidDocument, [{ pointer: pointerTo(address), rule: 'create-only', detail: 'cannot be changed' }]);
}

function withoutServerOwned(
  { serverOwned, computed }: Members,
  document: Document,
  present: Document | undefined,
  named: Iterable<string>,
): Document {
  const faults = [...named]
    .filter((name) => serverOwned.has(name) && !(present && name in present && isSame(document[name], present[name])))
    .map((name): Issue => ({ pointer: pointerTo(name), rule: 'read-only', detail: 'is set by the server' }));
  refuse(problems.invalidDocument, faults);
  return Object.fromEntries(
    Object.entries(document).filter(([name]) => !serverOwned.has(name) && !computed?.has(name)),
  );
}
