import { Injectable } from '@nestjs/common';
import { type Scope } from '@clientele/runtime';
import { type StoredScope } from '@clientele/storage';
import { isSame } from '@clientele/client-schema/same';
import { problems } from '../../problems/problem-types.js';
import { Problem, notFound } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { unlessCreated, unlessTaken, untilWritten } from '../http/compare-and-set.js';
import { membersOf } from '../http/members.js';
import { type Patch } from '../http/patch.js';
import { type Precondition } from '../http/preconditions.js';
import { type PageRequest } from '../http/query.js';
import { Page, Stored } from '../http/stored.js';
import { type Members, created, patched, replaced } from '../http/whole-document.js';
import { Registry } from '../registry.js';
import { ScopeFields } from './scope-fields.js';

export type ScopeView = StoredScope;

const members: Members = {
  writable: new Set(['name', 'description', 'kind', 'claims', 'audience', 'roles']),
  serverOwned: new Set(['revision', 'system', 'updated_at', 'updated_by']),
  address: 'name',
};

@Injectable()
export class ScopesService {
  constructor(private readonly registry: Registry) {}

  async list(page: PageRequest): Promise<Page<ScopeView>> {
    const { items, next, total } = await this.registry.scopes.list(page);
    return new Page(items, next, total);
  }

  async read(name: string): Promise<Stored<ScopeView>> {
    return asStored(await this.#find(name));
  }

  async create(document: Document, caller: CallerIdentity): Promise<Stored<ScopeView>> {
    const scope = scopeFrom(created(members, document));
    return unlessTaken(() => this.#insert(scope, caller), '/name', `There is a scope ${scope.name} already.`);
  }

  async replace(
    name: string,
    document: Document,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<ScopeView>> {
    return untilWritten(
      precondition,
      () => this.registry.scopes.find(name),
      (stored) => {
        const scope = scopeFrom(replaced(members, document, name, stored && { ...stored }));
        return stored ? this.#write(stored, scope, caller) : unlessCreated(() => this.#insert(scope, caller));
      },
    );
  }

  async patch(
    name: string,
    patch: Patch,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<ScopeView>> {
    return untilWritten(
      precondition,
      () => this.#find(name),
      (stored) => this.#write(stored, scopeFrom(patched(members, { ...stored }, patch).document), caller),
    );
  }

  async remove(name: string, precondition: Precondition): Promise<void> {
    await untilWritten(
      precondition,
      () => this.#find(name),
      async (stored) => {
        if (stored.system) throw systemScope(name);
        const since = await this.registry.checkedWrites.begin();
        return this.registry.checkedWrites.ofServer(since, async () => {
          await this.#isUnused(name);
          return (await this.registry.scopes.remove(name, stored.revision)) || undefined;
        });
      },
    );
  }

  /** @throws Problem 409 with clients that list the scope, or where the settings do */
  async #isUnused(name: string): Promise<void> {
    const { settings } = await this.registry.settings.read();
    if (settings.default_scopes.includes(name)) {
      throw new Problem(problems.inUse, { detail: `The setting default_scopes lists the scope ${name}.` });
    }
    const { client_ids, count } = await this.registry.scopes.usedBy(name);
    if (count === 0) return;
    throw new Problem(problems.inUse, {
      detail: `${count} clients list the scope ${name}: ${client_ids.slice(0, 20).join(', ')}${count > 20 ? ', …' : ''}.`,
      members: { client_ids, count },
    });
  }

  async #find(name: string): Promise<StoredScope> {
    const scope = await this.registry.scopes.find(name);
    if (!scope) throw notFound('scope');
    return scope;
  }

  async #insert(scope: Scope, caller: CallerIdentity): Promise<Stored<ScopeView>> {
    const stored = await this.registry.scopes.insert(scope, { updated_by: caller.name });
    return new Stored(stored, stored.revision, { created: `/scopes/${encodeURIComponent(stored.name)}` });
  }

  async #write(
    stored: StoredScope,
    { name, ...members }: Scope,
    caller: CallerIdentity,
  ): Promise<Stored<ScopeView> | undefined> {
    if (isSame({ name, ...members }, memberOf(stored))) return asStored(stored);
    // What an administrative scope means is decided by the server: another kind or audience would open it to everybody.
    const described = { name, ...members, description: stored.description };
    if (stored.system && !isSame(described, memberOf(stored))) throw systemScope(name);
    const written = await this.registry.scopes.update(name, stored.revision, members, { updated_by: caller.name });
    return written && asStored(written);
  }
}

function memberOf({ name, description, kind, claims, audience, roles }: Scope): Scope {
  return { name, description, kind, claims, audience, roles };
}

function scopeFrom(document: Document): Scope {
  return memberOf(membersOf(ScopeFields, document) as Scope);
}

function systemScope(name: string): Problem {
  return new Problem(problems.systemObject, {
    detail: `The scope ${name} belongs to the server; only its description can change.`,
  });
}

function asStored(scope: StoredScope): Stored<ScopeView> {
  return new Stored(scope, scope.revision);
}
