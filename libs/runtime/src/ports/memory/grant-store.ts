import { type Grant, GrantStore, type RefreshState } from '../grant-store.js';

/** Grants and consents of one process. */
export class MemoryGrantStore extends GrantStore {
  readonly #grants = new Map<string, Grant>();
  readonly #consents = new Map<string, Set<string>>();

  async create(grant: Grant): Promise<void> {
    if (this.#grants.has(grant.id)) throw new TypeError(`grant ${grant.id} exists`);
    this.#grants.set(grant.id, structuredClone(grant));
  }

  async find(id: string): Promise<Grant | undefined> {
    return structuredClone(this.#grants.get(id));
  }

  async findByRefreshHandle(handle: string): Promise<Grant | undefined> {
    for (const grant of this.#grants.values()) if (grant.refresh?.handle === handle) return structuredClone(grant);
    return undefined;
  }

  async rotate(
    spent: { id: string; generation: number; digest: string },
    next: RefreshState,
    now: number,
  ): Promise<boolean> {
    const grant = this.#grants.get(spent.id);
    const present = grant?.refresh;
    if (!grant || !present || grant.revoked_at !== null) return false;
    if (present.generation !== spent.generation || present.digest !== spent.digest) return false;
    if (present.expires_at <= now) return false;
    this.#grants.set(grant.id, { ...grant, refresh: { ...next } });
    return true;
  }

  async findOfUser(client: string, sub: string): Promise<readonly Grant[]> {
    const held = [...this.#grants.values()].filter((grant) => grant.client === client && grant.sub === sub);
    return structuredClone(held.filter(({ revoked_at }) => revoked_at === null).toReversed());
  }

  async renew(grant: Grant, handle: string | null): Promise<boolean> {
    const held = this.#grants.get(grant.id);
    if (!held || held.revoked_at !== null || (held.refresh?.handle ?? null) !== handle) return false;
    this.#grants.set(grant.id, structuredClone(grant));
    return true;
  }

  async revoke(id: string, now: number): Promise<void> {
    const grant = this.#grants.get(id);
    if (grant && grant.revoked_at === null) this.#grants.set(id, { ...grant, revoked_at: now });
  }

  async revokeOfSession(session: string, sub: string, now: number): Promise<void> {
    for (const grant of this.#grants.values()) {
      const isOfSession = grant.session === session && grant.sub === sub;
      if (isOfSession && !grant.scope.includes('offline_access')) await this.revoke(grant.id, now);
    }
  }

  async consentedScopes(client: string, sub: string): Promise<readonly string[]> {
    return [...(this.#consents.get(consentKey(client, sub)) ?? [])].toSorted();
  }

  async rememberConsent(client: string, sub: string, scope: readonly string[]): Promise<void> {
    const key = consentKey(client, sub);
    this.#consents.set(key, new Set([...(this.#consents.get(key) ?? []), ...scope]));
  }
}

function consentKey(client: string, sub: string): string {
  return JSON.stringify([client, sub]);
}
