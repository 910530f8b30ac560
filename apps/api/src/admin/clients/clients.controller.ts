import { Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { type Finding } from '@clientele/client-schema';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type Document, JsonBody, PatchBody } from '../http/body.js';
import { type Patch as Change } from '../http/patch.js';
import { type Precondition, Preconditions } from '../http/preconditions.js';
import { type RawQuery, flag, onlyParameters } from '../http/query.js';
import { Page, type Stored } from '../http/stored.js';
import { clientQuery, includesEffective } from './client-query.js';
import { type ClientView } from './client-view.js';
import { ClientsService, type Written } from './clients.service.js';

@Controller('clients')
export class ClientsController {
  constructor(private readonly clients: ClientsService) {}

  /** Creates a client. The answer shows its secret, this once. */
  @Post()
  @RequiresScope('clients:write')
  createClient(
    @JsonBody() document: Document,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<Written>> {
    onlyParameters(query, ['dry_run']);
    return this.clients.create(document, caller);
  }

  /** One page of clients, by name unless asked otherwise. */
  @Get()
  @RequiresScope('clients:read')
  listClients(@Query() query: RawQuery, @Caller() caller: CallerIdentity): Promise<Page<ClientView>> {
    return this.clients.list(clientQuery(query, caller));
  }

  @Get(':client_id')
  @RequiresScope('clients:read')
  getClient(@Param('client_id') id: string, @Query() query: RawQuery): Promise<Stored<ClientView>> {
    onlyParameters(query, ['include', 'trashed']);
    return this.clients.read(id, { effective: includesEffective(query), trashed: flag(query, 'trashed') });
  }

  /** What is wrong or unwise about it, each with a change that helps where one is known. */
  @Get(':client_id/lint')
  @RequiresScope('clients:read')
  lintClient(@Param('client_id') id: string, @Query() query: RawQuery): Promise<{ findings: Finding[] }> {
    onlyParameters(query, []);
    return this.clients.lint(id);
  }

  /** Creates or replaces the client of this id: what the document does not mention falls back to its default. */
  @Put(':client_id')
  @RequiresScope('clients:write')
  replaceClient(
    @Param('client_id') id: string,
    @JsonBody() document: Document,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<Written>> {
    onlyParameters(query, ['dry_run']);
    return this.clients.replace(id, document, precondition, caller);
  }

  /** Merge patch, RFC 7396: null inherits; or JSON Patch, RFC 6902. The whole that results is validated. */
  @Patch(':client_id')
  @RequiresScope('clients:write')
  patchClient(
    @Param('client_id') id: string,
    @PatchBody() patch: Change,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<Written>> {
    onlyParameters(query, ['dry_run']);
    return this.clients.patch(id, patch, precondition, caller);
  }

  /** Deletes so that the client can be restored for 30 days; with purge=true for good. */
  @Delete(':client_id')
  @HttpCode(204)
  @RequiresScope('clients:write')
  async deleteClient(
    @Param('client_id') id: string,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<void> {
    onlyParameters(query, ['purge']);
    await (flag(query, 'purge')
      ? this.clients.purge(id, precondition, caller)
      : this.clients.trash(id, precondition, caller));
  }

  @Post(':client_id/restore')
  @RequiresScope('clients:write')
  restoreClient(
    @Param('client_id') id: string,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<ClientView>> {
    onlyParameters(query, []);
    return this.clients.restore(id, precondition, caller);
  }
}
