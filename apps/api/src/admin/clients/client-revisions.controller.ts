import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type Precondition, Preconditions } from '../http/preconditions.js';
import { type RawQuery, onlyParameters, pageRequest, single } from '../http/query.js';
import { Page, type Stored } from '../http/stored.js';
import { type RevisionView, type WholeRevisionView } from './client-revisions.js';
import { ClientRevisionsService } from './client-revisions.service.js';
import { ClientWritesService, type Written } from './client-writes.service.js';

@Controller('clients/:client_id/revisions')
export class ClientRevisionsController {
  constructor(
    private readonly revisions: ClientRevisionsService,
    private readonly clients: ClientWritesService,
  ) {}

  /** Who changed what, when, from where and why; newest first. A deleted client has its history until it is purged. */
  @Get()
  @RequiresScope('clients:read')
  listClientRevisions(
    @Param('client_id') id: string,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Page<RevisionView>> {
    return this.revisions.list(id, pageRequest(query, caller), caller);
  }

  /** One revision, and how it differs from the one before or from any other. */
  @Get(':revision')
  @RequiresScope('clients:read')
  getClientRevision(
    @Param('client_id') id: string,
    @Param('revision') revision: string,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<WholeRevisionView> {
    onlyParameters(query, ['since']);
    return this.revisions.read(id, revision, single(query, 'since'), caller);
  }

  /** Makes the client what it was, as a new revision that obeys the rules of today. Secrets stay as they are. */
  @Post(':revision/restore')
  @RequiresScope('clients:write')
  async restoreClientRevision(
    @Param('client_id') id: string,
    @Param('revision') revision: string,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<Written>> {
    onlyParameters(query, ['dry_run']);
    const { document } = await this.revisions.read(id, revision, undefined, caller);
    return this.clients.revert(id, document, precondition, caller);
  }
}
