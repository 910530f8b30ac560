import { Injectable } from '@nestjs/common';
import { type Issue } from '@clientele/client-schema';
import { isSame } from '@clientele/client-schema/same';
import { randomToken } from '@clientele/runtime';
import { type AccountMembers, LastAdministrator, type StoredAccount } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem, notFound } from '../../problems/problem.js';
import { type AccountRole, accountRoles } from '../authorization/admin-scopes.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { unlessTaken, untilWritten } from '../http/compare-and-set.js';
import { membersOf } from '../http/members.js';
import { type Patch } from '../http/patch.js';
import { type Precondition } from '../http/preconditions.js';
import { type PageRequest } from '../http/query.js';
import { Page, Stored } from '../http/stored.js';
import { type Members, created, patched, replaced } from '../http/whole-document.js';
import { passwordWeaknessOf } from '../clients/secret-strength.js';
import { Registry } from '../registry.js';
import { claimFaults } from './account-claims.js';
import { AccountFields } from './account-fields.js';

export type AccountView = Omit<StoredAccount, 'sign_in_epoch'>;
/** An account in the answer that shows a generated password, this once. */
export type AccountWithPassword = AccountView & { password?: string };

type WrittenAccount = AccountMembers & { password?: string };

const members: Members = {
  writable: new Set(['username', 'enabled', 'roles', 'claims', 'password']),
  serverOwned: new Set(['sub', 'revision', 'system', 'created_at', 'updated_at', 'updated_by']),
};

@Injectable()
export class AccountsService {
  constructor(private readonly registry: Registry) {}

  /** @param subs of which accounts; undefined: of all */
  async list({ filters, ...page }: PageRequest, subs?: readonly string[]): Promise<Page<AccountView>> {
    const { items, next } = await this.registry.accounts.list({ ...page, ...filters, ...(subs && { subs }) });
    return new Page(items.map(viewOf), next, null);
  }

  async read(sub: string): Promise<Stored<AccountView>> {
    return asStored(await this.#find(sub));
  }

  async create(document: Document, caller: CallerIdentity): Promise<Stored<AccountWithPassword>> {
    const { password, ...account } = accountFrom(created(members, document));
    mayGovernRoles(caller, account.roles);
    const given = password ?? randomToken(18);
    const stored = await unlessNameTaken(account.username, () =>
      this.registry.accounts.insert({ ...account, password: given }, { updated_by: caller.name }),
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
    return this.#change(sub, precondition, caller, (view) => replaced(members, document, sub, view));
  }

  async patch(
    sub: string,
    patch: Patch,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<AccountView>> {
    return this.#change(sub, precondition, caller, (view) => patched(members, view, patch).document);
  }

  /** @param next the whole account that is wanted, out of the present one */
  #change(
    sub: string,
    precondition: Precondition,
    caller: CallerIdentity,
    next: (view: Document) => Document,
  ): Promise<Stored<AccountView>> {
    return untilWritten(
      precondition,
      () => this.#find(sub),
      (stored) => this.#write(stored, accountFrom(next({ ...viewOf(stored) })), caller),
    );
  }

  /** Deletes the account and revokes what it granted. */
  async remove(sub: string, precondition: Precondition, caller: CallerIdentity): Promise<void> {
    await untilWritten(
      precondition,
      () => this.#find(sub),
      async (stored) => {
        if (stored.system) throw systemAccount(stored);
        mayGovernRoles(caller, stored.roles);
        return unlessLast(
          stored,
          '',
          async () => (await this.registry.accounts.remove(sub, stored.revision)) || undefined,
        );
      },
    );
  }

  async #find(sub: string): Promise<StoredAccount> {
    const account = await this.registry.accounts.find(sub);
    if (!account) throw notFound('account');
    return account;
  }

  async #write(
    stored: StoredAccount,
    { password, ...account }: WrittenAccount,
    caller: CallerIdentity,
  ): Promise<Stored<AccountView> | undefined> {
    mayGovernRoles(caller, [...stored.roles, ...account.roles]);
    if (stored.system && !isSame(account.roles, stored.roles)) throw systemAccount(stored);
    const { username, enabled, claims, roles } = stored;
    if (password === undefined && isSame(account, { username, enabled, claims, roles })) return asStored(stored);
    const written = await unlessLast(stored, account.enabled ? '/roles' : '/enabled', () =>
      unlessNameTaken(account.username, () =>
        this.registry.accounts.update(
          stored.sub,
          stored.revision,
          { ...account, ...(password !== undefined && { password }) },
          { updated_by: caller.name },
        ),
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

function accountFrom(document: Document): WrittenAccount {
  const claims = document.claims ?? {};
  const account = membersOf(AccountFields, document, {
    extra: ['claims'],
    faults: [...claimFaults(claims), ...passwordFaults(document)],
  });
  return {
    username: account.username,
    enabled: account.enabled,
    roles: account.roles,
    claims: claims as Document,
    ...(typeof account.password === 'string' && { password: account.password }),
  };
}

function passwordFaults({ username, password }: Document): Issue[] {
  const detail = typeof password === 'string' ? passwordWeaknessOf(password, String(username)) : undefined;
  return detail === undefined ? [] : [{ pointer: '/password', rule: 'password-is-strong', detail }];
}

function unlessNameTaken<T>(username: string, write: () => Promise<T>): Promise<T> {
  return unlessTaken(write, '/username', `There is an account ${username} already.`);
}

/** @throws Problem 409 when nobody would be left who may do everything */
async function unlessLast<T>({ username }: StoredAccount, pointer: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof LastAdministrator)) throw error;
    throw new Problem(problems.conflict, {
      detail: `${username} is the last active account with the role admin: give the role to another account first.`,
      errors: [{ pointer, rule: 'administrator-remains', detail: 'would leave nobody with the role admin' }],
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
