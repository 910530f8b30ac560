import { Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { type Finding, fapiProfiles } from '@clientele/client-schema';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type Author } from '@clientele/storage';
import { RequestAuthor } from '../authorization/author.js';
import { type Document, JsonBody, JsonBodyOrLines, PatchBody } from '../http/body.js';
import { IncomingLines, Lines, ndjson } from '../http/ndjson.js';
import { type Patch as Change } from '../http/patch.js';
import { type Precondition, Preconditions } from '../http/preconditions.js';
import { type RawQuery, flag, oneOf, onlyParameters } from '../http/query.js';
import { Page, type Stored } from '../http/stored.js';
import { AlsoAnswers, WantsOther } from '../http/streamed.js';
import { ClientImports, importOptions } from './client-imports.js';
import { clientQuery, exportQuery, includes, membersToShow } from './client-query.js';
import { ClientReadingsService } from './client-readings.service.js';
import { ClientTrashService } from './client-trash.service.js';
import { type ClientView } from './client-view.js';
import { type Shown } from './client-views.js';
import { ClientWritesService, type Written } from './client-writes.service.js';

@Controller('clients')
export class ClientsController {
  constructor(
    private readonly readings: ClientReadingsService,
    private readonly writes: ClientWritesService,
    private readonly trash: ClientTrashService,
    private readonly imports: ClientImports,
  ) {}

  /** Creates a client, and the answer shows its secret, this once; or one for each line of an import. */
  @Post()
  @AlsoAnswers(ndjson)
  @RequiresScope('clients:write')
  async createClient(
    @JsonBodyOrLines() body: Document | IncomingLines,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
    @RequestAuthor() author: Author,
  ): Promise<Stored<Written> | Lines> {
    if (body instanceof IncomingLines) return new Lines(this.imports.run(body, importOptions(query, caller, author)));
    onlyParameters(query, ['dry_run']);
    return this.writes.create(body, caller);
  }

  /** One page of clients, by name unless asked otherwise; or all of them, one per line. */
  @Get()
  @AlsoAnswers(ndjson)
  @RequiresScope('clients:read')
  async listClients(
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
    @WantsOther() lines: boolean,
  ): Promise<Page<Shown> | Lines> {
    const pick = membersToShow(query);
    return lines
      ? new Lines(this.readings.export(exportQuery(query, caller), pick))
      : this.readings.list(clientQuery(query, caller), pick, includes(query, 'findings'));
  }

  @Get(':client_id')
  @RequiresScope('clients:read')
  getClient(
    @Param('client_id') id: string,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<Shown>> {
    onlyParameters(query, ['include', 'trashed', 'fields']);
    return this.readings.read(id, caller, {
      effective: includes(query, 'effective'),
      trashed: flag(query, 'trashed'),
      pick: membersToShow(query),
    });
  }

  /**
   * What is wrong or unwise about it, each with a change that helps where one is known.
   * `fapi_profile`: what keeps it from that profile instead; choosing the profile does the rest by itself.
   */
  @Get(':client_id/lint')
  @RequiresScope('clients:read')
  lintClient(
    @Param('client_id') id: string,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<{ findings: Finding[] }> {
    onlyParameters(query, ['fapi_profile']);
    return this.readings.lint(id, caller, oneOf(query, 'fapi_profile', fapiProfiles));
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
    return this.writes.replace(id, document, precondition, caller);
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
    return this.writes.patch(id, patch, precondition, caller);
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
      ? this.trash.purge(id, precondition, caller)
      : this.trash.put(id, precondition, caller));
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
    return this.trash.restore(id, precondition, caller);
  }
}
