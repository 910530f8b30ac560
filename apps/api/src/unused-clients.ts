import { type Storage } from '@clientele/storage';

const registered = ['registration', 'open_registration', 'registered_copy'] as const;

/**
 * Deletes clients that registered themselves, never obtained a token and are older than the settings let them be. Like
 * every deleted client they can be restored for a while. Resolves to how many there were.
 */
export async function removeUnusedClients({ clients, settings }: Storage): Promise<number> {
  const { registration_unused_client_ttl: ttl } = (await settings.read()).settings;
  if (ttl === 0) return 0;
  let removed = 0;
  for (const origin of registered) {
    for await (const { client_id, revision, last_used_at } of clients.export({ filters: { origin }, unusedFor: ttl })) {
      if (last_used_at !== null) continue;
      // One that somebody has changed meanwhile stays for now.
      if (await clients.trash(client_id, { seenRevision: revision, updated_by: 'clientele' })) removed++;
    }
  }
  return removed;
}
