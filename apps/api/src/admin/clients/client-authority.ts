import { type Client, type EffectiveClient, type Issue, scopesListedBy } from '@clientele/client-schema';
import { type StoredClient } from '@clientele/storage';
import { isSame } from '@clientele/client-schema/same';
import { problems } from '../../problems/problem-types.js';
import { Problem } from '../../problems/problem.js';
import { type AdminScope, isAdminScope } from '../authorization/admin-scopes.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { pinnedMembers } from '../../bootstrap/system-clients.js';
import { type Document } from '../http/body.js';

/**
 * Refuses a change of a client that belongs to somebody else, or that can obtain more than the caller could: whoever may
 * set the redirect URIs or the secret of such a client could act as it. The client as it was counts as well as the client
 * as it would be.
 * @param present undefined: it is created
 * @throws Problem 403
 */
export function mayGovern(caller: CallerIdentity, present: EffectiveClient | undefined, next?: EffectiveClient): void {
  if (!owns(caller, present)) {
    throw new Problem(problems.notOwner, {
      detail: `${present?.client_name} is changed by its owner or an administrator.`,
    });
  }
  const beyond = scopesBeyond(caller, present, next);
  if (beyond.size === 0) return;
  throw new Problem(problems.escalation, {
    detail: `The client may obtain scopes that the caller may not: ${[...beyond].join(', ')}.`,
    errors: [
      {
        pointer: (next ?? present)?.scope ? '/scope' : '/exclusive_scopes',
        rule: 'scope-is-grantable',
        detail: `must not name ${[...beyond].join(', ')}`,
      },
    ],
  });
}

/**
 * Refuses a change of what a client inherits or is known by: it reaches as far as a change of the client does.
 * @throws Problem 403
 */
export function mayBequeath(caller: CallerIdentity, ...clients: readonly ScopesOfClient[]): void {
  const beyond = scopesBeyond(caller, ...clients);
  if (beyond.size === 0) return;
  throw new Problem(problems.escalation, {
    detail: `Clients that this concerns may obtain scopes that the caller may not: ${[...beyond].join(', ')}.`,
  });
}

type ScopesOfClient = Parameters<typeof scopesListedBy>[0];

/** Scopes of the admin API that a client may obtain and the caller may not. */
function scopesBeyond(
  caller: CallerIdentity,
  ...clients: readonly (ScopesOfClient | undefined)[]
): ReadonlySet<string> {
  return new Set(
    clients
      .flatMap((client) => [...scopesListedBy(client ?? {})])
      .filter((name) => isAdminScope(name) && !caller.may(name)),
  );
}

/** Whether the caller might make this of a client, or would be refused by `mayGovern`. */
export function governs(caller: CallerIdentity, present: EffectiveClient, next: EffectiveClient): boolean {
  return owns(caller, present) && scopesBeyond(caller, present, next).size === 0;
}

/** Whether the caller gets to see a client; as a condition on what is looked for, see `CallerIdentity.reach`. */
export function sees(caller: CallerIdentity, { owner }: Pick<Client, 'owner'>): boolean {
  return owner === undefined || owner === caller.sub || caller.seesAll;
}

/**
 * Refuses to give an owner to a client that has none: it would be taken away from everybody else.
 * @throws Problem 403
 */
export function mayName(caller: CallerIdentity, stored: Client, next: Client): void {
  if (caller.may('admin') || stored.owner !== undefined || next.owner === undefined) return;
  throw new Problem(problems.notOwner, {
    detail: `${stored.client_name} belongs to nobody; an administrator gives it an owner.`,
    errors: [{ pointer: '/owner', rule: 'owner-is-given', detail: 'is set by an administrator' }],
  });
}

function owns(caller: CallerIdentity, present: Pick<EffectiveClient, 'owner'> | undefined): boolean {
  return present?.owner === undefined || present.owner === caller.sub || caller.may('admin');
}

/** @throws Problem 403 when secrets are written by a caller who may not handle them */
export function maySetSecrets(caller: CallerIdentity, written: readonly string[]): void {
  if (written.length === 0) return;
  demand(
    caller,
    'clients:secrets',
    written.map((name) => ({
      pointer: `/${name}`,
      rule: 'insufficient-scope',
      detail: 'needs the scope clients:secrets',
    })),
  );
}

/** @throws Problem 403 when a client is deleted for good by a caller who may only delete it */
export function mayPurge(caller: CallerIdentity): void {
  demand(caller, 'clients:purge');
}

function demand(caller: CallerIdentity, scope: AdminScope, errors?: readonly Issue[]): void {
  if (caller.may(scope)) return;
  throw new Problem(problems.insufficientScope, {
    detail: `The access token lacks the scope ${scope}.`,
    members: { scope },
    ...(errors && { errors }),
    headers: { 'www-authenticate': `Bearer realm="clientele", error="insufficient_scope", scope="${scope}"` },
  });
}

/** @throws Problem 409 for what the server's own parts depend on */
export function keepsSystemClientWorking(stored: StoredClient, next: Client): void {
  if (!stored.system) return;
  const before = stored.document as unknown as Document;
  const after = next as unknown as Document;
  const changed = pinnedMembers(stored.client_id).filter((name) => !isSame(before[name], after[name]));
  if (changed.length === 0) return;
  throw new Problem(problems.systemObject, {
    detail: `${stored.client_id} belongs to the server, which sets ${changed.join(', ')} itself.`,
    errors: changed.map((name) => ({ pointer: `/${name}`, rule: 'system-object', detail: 'is set by the server' })),
  });
}

/** @throws Problem 409 */
export function isNotSystem(object: { system: boolean }, name: string): void {
  if (object.system)
    throw new Problem(problems.systemObject, { detail: `${name} belongs to the server and cannot be deleted.` });
}
