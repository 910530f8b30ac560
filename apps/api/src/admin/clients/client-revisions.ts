import { type Client, type Difference, clientFields, differencesBetween } from '@clientele/client-schema';
import { type StoredRevision } from '@clientele/storage';

/** A client as one write has left it: who wrote it, from where and why, and what it changed. */
export interface RevisionView {
  revision: number;
  at: string;
  actor: StoredRevision['actor'];
  origin: StoredRevision['origin'];
  reason: string | null;
  /** What was done, as types of events. */
  actions: readonly string[];
  /** Against the revision before, or the one that was asked for. */
  changes: Difference[];
}

export type WholeRevisionView = RevisionView & { document: Client };

/** @param before what it is compared with; undefined: there was nothing before */
export function revisionViewOf(stored: StoredRevision, before: StoredRevision | undefined): RevisionView {
  const { revision, at, actor, origin, reason, actions } = stored;
  return { revision, at, actor, origin, reason, actions, changes: changesBetween(before, stored) };
}

export function wholeRevisionViewOf(stored: StoredRevision, before: StoredRevision | undefined): WholeRevisionView {
  return { ...revisionViewOf(stored, before), document: shown(stored) };
}

export function changesBetween(before: StoredRevision | undefined, after: StoredRevision): Difference[] {
  return differencesBetween(before ? shown(before) : {}, shown(after));
}

/** The document without what is never shown again. */
function shown({ document }: StoredRevision): Client {
  const visible = Object.entries(document).filter(([name]) => clientFields.get(name)?.options.access !== 'write_only');
  return Object.fromEntries(visible) as unknown as Client;
}
