import { Injectable } from '@nestjs/common';
import { isSame } from '@clientele/client-schema/same';
import { randomToken } from '@clientele/runtime';
import { type AccountMembers, Duplicate, type StoredAccount } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem, notFound } from '../../problems/problem.js';
import { type AccountRole, accountRoles } from '../authorization/admin-scopes.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { untilWritten } from '../http/compare-and-set.js';
import { membersOf, refuseUnknown } from '../http/members.js';
import { type Patch, applyPatch } from '../http/patch.js';
import { type Precondition } from '../http/preconditions.js';
import { type PageRequest } from '../http/query.js';
import { withoutServerOwned } from '../http/server-owned.js';
import { Page, Stored } from '../http/stored.js';
import { Registry } from '../registry.js';
import { claimFaults } from './account-claims.js';
import { AccountFields } from './account-fields.js';

export type AccountView = Omit<StoredAccount, 'sign_in_epoch'>;
/** An account in the answer that shows a generated password, this once. */
export type AccountWithPassword = AccountView & { password?: string };

type Members = AccountMembers & { password?: string };

const serverOwnedMembers: ReadonlySet<string> = new Set([
  'sub',
  'revision',
  'system',
  'created_at',
  'updated_at',
  'updated_by',
]);
const writableMembers = ['username', 'enabled', 'roles', 'claims', 'password'];

@Injectable()
export class AccountsService {
  constructor(private readonly registry: Registry) {}

  async list({ filters, ...page }: PageRequest): Promise<Page<AccountView>> {
    const { items, next } = await this.registry.accounts.list({ ...page, ...filters });
    return new Page(items.map(viewOf), next, null);
  }

  async read(sub: string): Promise<Stored<AccountView>> {
    return asStored(await this.#find(sub));
  }

  async create(document: Document, caller: CallerIdentity): Promise<Stored<AccountWithPassword>> {
    const { password, ...members } = membersFrom(withoutServerOwned(document, serverOwnedMembers, undefined));
    mayGovernRoles(caller, members.roles);
    const given = password ?? randomToken(18);
    const stored = await unlessTaken(members.username, () =>
      this.registry.accounts.insert({ ...members, password: given }, { updated_by: caller.name }),
    );
    const view = password === undefined ? { ...viewOf(stored), password: given } : viewOf(stored);
    return new Stored(view, stored.revision, { created: `/accounts/${encodeURIComponent(stored.sub)}` });
  }

  /** Replaces everything but the password, which stays unless a new one is given. */
  async replace(
    sub: string,
    document: Document,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<AccountView>> {
    return untilWritten(precondition, async () => {
      const stored = await this.#find(sub);
      precondition.check(stored.revision);
      const sent = withoutServerOwned(document, serverOwnedMembers, { ...viewOf(stored) });
      return this.#write(stored, membersFrom(sent), caller);
    });
  }

  async patch(
    sub: string,
    patch: Patch,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<AccountView>> {
    return untilWritten(precondition, async () => {
      const stored = await this.#find(sub);
      precondition.check(stored.revision);
      const present: Document = { ...viewOf(stored) };
      const { result, named } = applyPatch(present, patch);
      refuseUnknown([...named], [...writableMembers, ...serverOwnedMembers]);
      const sent = withoutServerOwned(result, serverOwnedMembers, present, new Set([...named, ...Object.keys(result)]));
      return this.#write(stored, membersFrom(sent), caller);
    });
  }

  /** Deletes the account and revokes what it granted. */
  async remove(sub: string, precondition: Precondition, caller: CallerIdentity): Promise<void> {
    await untilWritten(precondition, async () => {
      const stored = await this.#find(sub);
      precondition.check(stored.revision);
      if (stored.system) throw systemAccount(stored);
      mayGovernRoles(caller, stored.roles);
      return (await this.registry.accounts.remove(sub, stored.revision)) || undefined;
    });
  }

  async #find(sub: string): Promise<StoredAccount> {
    const account = await this.registry.accounts.find(sub);
    if (!account) throw notFound('account');
    return account;
  }

  async #write(
    stored: StoredAccount,
    { password, ...members }: Members,
    caller: CallerIdentity,
  ): Promise<Stored<AccountView> | undefined> {
    mayGovernRoles(caller, [...stored.roles, ...members.roles]);
    if (stored.system && !isSame(members.roles, stored.roles)) throw systemAccount(stored);
    const { username, enabled, claims, roles } = stored;
    if (password === undefined && isSame(members, { username, enabled, claims, roles })) return asStored(stored);
    const written = await unlessTaken(members.username, () =>
      this.registry.accounts.update(
        stored.sub,
        stored.revision,
        { ...members, ...(password !== undefined && { password }) },
        { updated_by: caller.name },
      ),
    );
    return written && asStored(written);
  }
}

/**
 * Whoever may write an account can sign in as it, so that its roles must not reach further than the caller does.
 * @throws Problem 403
 */
function mayGovernRoles(caller: CallerIdentity, roles: readonly string[]): void {
  const beyond = roles.filter((role) => !(accountRoles[role as AccountRole] ?? []).every((scope) => caller.may(scope)));
  if (beyond.length === 0) return;
  throw new Problem(problems.escalation, {
    detail: `The roles ${[...new Set(beyond)].join(', ')} may do more than the caller.`,
    errors: [{ pointer: '/roles', rule: 'role-is-grantable', detail: 'must not exceed what the caller may do' }],
  });
}

function membersFrom(document: Document): Members {
  const claims = document.claims ?? {};
  const members = membersOf(AccountFields, document, { extra: ['claims'], faults: claimFaults(claims) });
  return {
    username: members.username,
    enabled: members.enabled,
    roles: members.roles,
    claims: claims as Document,
    ...(typeof members.password === 'string' && { password: members.password }),
  };
}

async function unlessTaken<T>(username: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error;
    throw new Problem(problems.alreadyExists, {
      detail: `There is an account ${username} already.`,
      errors: [{ pointer: '/username', rule: 'unique', detail: 'is taken' }],
      cause: error,
    });
  }
}

function systemAccount({ username }: StoredAccount): Problem {
  return new Problem(problems.systemObject, {
    detail: `The account ${username} belongs to the server: it cannot be deleted and keeps its roles.`,
  });
}

function viewOf(account: StoredAccount): AccountView {
  const { sub, username, enabled, claims, roles, system, revision, created_at, updated_at, updated_by } = account;
  return { sub, username, enabled, claims, roles, system, revision, created_at, updated_at, updated_by };
}

function asStored(account: StoredAccount): Stored<AccountView> {
  return new Stored(viewOf(account), account.revision);
}
