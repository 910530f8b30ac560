import { createHash } from 'node:crypto';
import { type Author, type Happening, type StoredEvent } from '../records.js';
import { canonicalJson } from './canonical-json.js';

/** Where the audit log ends: the number and the hash of its last event; 0 and an empty text before the first. */
export interface ChainEnd {
  readonly event_seq: number;
  readonly event_hash: string;
}

/** Something that has happened, with whoever did it. */
export interface Authored extends Happening {
  readonly author: Author;
}

/** A row of the audit log. */
export type Link = {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly type: string;
  readonly actor: string;
  readonly actor_name: string;
  readonly client_id: string | null;
  readonly document: string;
  readonly hash: string;
};

/** The rows that continue the log with what has happened, in its order. */
export function linksOf(end: ChainEnd, events: readonly Authored[], at: number): Link[] {
  let previous = end.event_hash;
  return events.map((event, index) => {
    const { id, name, client_id, origin, reason } = event.author;
    const seq = end.event_seq + 1 + index;
    const document = canonicalJson({
      seq,
      at: new Date(at).toISOString(),
      type: event.type,
      target: event.target,
      client_id: event.client_id ?? null,
      revision: event.revision ?? null,
      fields: event.fields ?? [],
      actor: { id, name, client_id },
      origin,
      reason,
    } satisfies Omit<StoredEvent, 'hash'>);
    const hash = (previous = hashOf(previous, document));
    const listed = { type: event.type, actor: id, actor_name: name, client_id: event.client_id ?? null };
    return { seq, at, ...listed, document, hash };
  });
}

/** What stands between two links: whoever changes, removes or moves one would have to change all that follow. */
export function hashOf(previous: string, document: string): string {
  return createHash('sha256').update(`${previous}\n${document}`).digest('base64url');
}

/** Why a row cannot be the one that follows; undefined: it can. */
export function faultOf(end: ChainEnd, link: Link): string | undefined {
  if (link.seq !== end.event_seq + 1) return 'is missing';
  if (link.hash !== hashOf(end.event_hash, link.document)) return 'does not fit its hash and the event before';
  const event = JSON.parse(link.document) as StoredEvent;
  const told = [event.seq, Date.parse(event.at), event.type, event.actor.id, event.actor.name, event.client_id];
  const listed = [link.seq, link.at, link.type, link.actor, link.actor_name, link.client_id];
  return told.every((value, index) => value === listed[index]) ? undefined : 'is listed as something else';
}
