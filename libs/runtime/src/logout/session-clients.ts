import { type Context } from '../context.js';
import { type RegisteredClient } from '../registered-client.js';
import { digestOf } from '../secrets.js';
import { type Session, latestEnd } from '../session.js';

/** Clients of one session that are told of its end; nobody signs in to more in a week. */
const mostClients = 500;

/**
 * Notes that a client learns of a session, so that it can be told of the end. Each takes the next number of the session,
 * so that of many at once none is lost.
 */
export async function noteClient(session: Session, client: RegisteredClient, { artifacts }: Context): Promise<void> {
  if (client.told_of_logout === 'none') return;
  const name = client.did ?? client.client_id;
  const member = digestOf(`${session.id} ${name}`);
  if ((await artifacts.get('session_client', member)) !== undefined) return;
  const end = latestEnd(session);
  const { value } = await artifacts.increment('session_clients', digestOf(session.id), end);
  await artifacts.put('session_client', numbered(session, value), name, end);
  await artifacts.put('session_client', member, name, end);
}

/** The clients that have learned of a session and are to be told of its end, by the name of each. */
export async function clientsOf(session: Session, { artifacts }: Context): Promise<readonly string[]> {
  const count = (await artifacts.get<number>('session_clients', digestOf(session.id))) ?? 0;
  const names = await Promise.all(
    Array.from({ length: Math.min(count, mostClients) }, (_, index) =>
      artifacts.get<string>('session_client', numbered(session, index + 1)),
    ),
  );
  return [...new Set(names.filter((name) => name !== undefined))];
}

function numbered({ id }: Session, number: number): string {
  return digestOf(`${id} number ${number}`);
}
