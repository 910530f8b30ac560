/** As many clients as one sentence names. */
const named = 20;

/** Clients in the way of a change, as the one who asks for it may be told of them. */
export interface InTheWay {
  readonly client_ids: readonly string[];
  /** Those among them that are deleted and could be restored; default: none. */
  readonly trashed?: readonly string[];
  /** How many of those there are that they get to see. */
  readonly count: number;
  /** Whether there are others, of which they are told neither names nor number. */
  readonly others: boolean;
}

/** `2 clients (a; b, which is deleted) and clients of other owners`; empty where there is none. */
export function enumerated({ client_ids, trashed = [], count, others }: InTheWay): string {
  const told = client_ids.slice(0, named).map((id) => (trashed.includes(id) ? `${id}, which is deleted` : id));
  const names = `${told.join('; ')}${count > named ? '; …' : ''}`;
  return [
    ...(count > 0 ? [`${count} ${count === 1 ? 'client' : 'clients'} (${names})`] : []),
    ...(others ? ['clients of other owners'] : []),
  ].join(' and ');
}
