import { Injectable } from '@nestjs/common';
import { resolveClient } from '@clientele/client-schema';
import { type GrantSummary } from '@clientele/runtime';
import { notFound } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { mayGovern } from '../clients/client-authority.js';
import { instant } from '../http/instant.js';
import { type PageRequest } from '../http/query.js';
import { Page } from '../http/stored.js';
import { Registry } from '../registry.js';
import { ServerView } from '../server-view.js';

/** What somebody has granted a client. Nothing of its tokens is shown. */
export interface GrantView {
  id: string;
  client_id: string;
  /** Null: nobody; the client acts for itself. */
  sub: string | null;
  scope: readonly string[];
  /** What was granted in detail, RFC 9396 §6. */
  authorization_details: GrantSummary['authorization_details'];
  auth_time: string;
  created_at: string;
  revoked_at: string | null;
  /** When the present refresh token ends; null: there is none. */
  refresh_expires_at: string | null;
}

@Injectable()
export class GrantsService {
  constructor(
    private readonly registry: Registry,
    private readonly view: ServerView,
  ) {}

  /** Newest first. */
  async list({ filters, ...page }: PageRequest, caller: CallerIdentity): Promise<Page<GrantView>> {
    const { items, next } = await this.registry.grants.list({ ...page, ...filters, ...caller.reach });
    return new Page(items.map(asView), next, null);
  }

  async read(id: string, caller: CallerIdentity): Promise<GrantView> {
    const grant = await this.registry.grants.find(id, caller.reach);
    if (!grant) throw notFound('grant');
    return asView(grant);
  }

  /**
   * Ends the grant with all its tokens.
   * @throws Problem 403 for a caller who may not change its client
   */
  async revoke(id: string, caller: CallerIdentity): Promise<void> {
    const grant = await this.registry.grants.find(id, caller.reach);
    if (!grant) throw notFound('grant');
    // Whom nobody has registered nobody owns.
    const client = await this.registry.clients.find(grant.client_id, { trashed: true });
    if (client) mayGovern(caller, resolveClient(client.document, await this.view.read()));
    if (!(await this.registry.grants.revoke(id))) throw notFound('grant');
  }
}

function asView(grant: GrantSummary): GrantView {
  return {
    id: grant.id,
    client_id: grant.client_id,
    sub: grant.sub,
    scope: grant.scope,
    authorization_details: grant.authorization_details,
    auth_time: instant(grant.auth_time),
    created_at: instant(grant.created_at),
    revoked_at: grant.revoked_at === null ? null : instant(grant.revoked_at),
    refresh_expires_at: grant.refresh === null ? null : instant(grant.refresh.expires_at),
  };
}
