import { type Issue, type Server, validateClient } from '@clientele/client-schema';
import { type StoredClient } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { sees } from './client-authority.js';
import { enumerated } from './enumerated.js';

/** Broken clients named in one refusal. */
const named = 20;

/**
 * What clients inherit and refer to is part of them, so their rules apply when it changes.
 * @param caller is told which clients those are, as far as they get to see them
 * @param faultsOf what would be wrong with a client; by default what the rules find
 * @throws Problem 409 with the clients that would break one
 */
export async function keepsClientsValid(
  clients: AsyncIterable<StoredClient> | Iterable<StoredClient>,
  server: Server,
  caller: CallerIdentity,
  faultsOf = ({ document }: StoredClient): Issue[] => validateClient(document, server),
): Promise<void> {
  const broken: { client_id: string; client_name: string; issues: Issue[] }[] = [];
  let count = 0;
  let others = false;
  for await (const client of clients) {
    const issues = faultsOf(client);
    if (issues.length === 0) continue;
    if (!sees(caller, client.document)) {
      others = true;
      continue;
    }
    count++;
    if (broken.length < named)
      broken.push({ client_id: client.client_id, client_name: client.document.client_name, issues });
  }
  if (count === 0 && !others) return;
  throw new Problem(problems.inUse, {
    detail: `${enumerated({ client_ids: broken.map(({ client_id }) => client_id), count, others })} would break a rule.`,
    members: {
      client_ids: broken.map(({ client_id }) => client_id),
      clients: broken.map(({ client_id, client_name }) => ({ client_id, client_name })),
      count,
    },
    errors: broken.flatMap(({ client_id, client_name, issues }) =>
      issues.map(({ pointer, rule, detail }) => ({
        pointer,
        rule,
        detail: `of ${client_name} (${client_id}) ${detail}`,
      })),
    ),
  });
}
