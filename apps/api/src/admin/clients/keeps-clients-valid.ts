import { type Issue, type Server, validateClient } from '@clientele/client-schema';
import { type StoredClient } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem } from '../../problems/problem.js';

/** Broken clients named in one refusal. */
const named = 20;

/**
 * What clients inherit and refer to is part of them, so their rules apply when it changes.
 * @param faultsOf what would be wrong with a client; by default what the rules find
 * @throws Problem 409 with the clients that would break one
 */
export async function keepsClientsValid(
  clients: AsyncIterable<StoredClient> | Iterable<StoredClient>,
  server: Server,
  faultsOf = ({ document }: StoredClient): Issue[] => validateClient(document, server),
): Promise<void> {
  const broken: { client_id: string; issues: Issue[] }[] = [];
  let count = 0;
  for await (const client of clients) {
    const issues = faultsOf(client);
    if (issues.length === 0) continue;
    count++;
    if (broken.length < named) broken.push({ client_id: client.client_id, issues });
  }
  if (count === 0) return;
  throw new Problem(problems.inUse, {
    detail: `${count} clients would break a rule: ${broken.map(({ client_id }) => client_id).join(', ')}${count > named ? ', …' : ''}.`,
    members: { client_ids: broken.map(({ client_id }) => client_id), count },
    errors: broken.flatMap(({ client_id, issues }) =>
      issues.map(({ pointer, rule, detail }) => ({ pointer, rule, detail: `of client ${client_id} ${detail}` })),
    ),
  });
}
