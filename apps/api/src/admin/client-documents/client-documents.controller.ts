import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type Written } from '../clients/client-writes.service.js';
import { type RawQuery, onlyParameters, pageRequest } from '../http/query.js';
import { Page, type Stored } from '../http/stored.js';
import { type ClientDocumentView, ClientDocumentsService } from './client-documents.service.js';

@Controller('client-documents')
export class ClientDocumentsController {
  constructor(private readonly documents: ClientDocumentsService) {}

  /** Documents that clients were made of, those met last first. */
  @Get()
  @RequiresScope('clients:read')
  listClientDocuments(@Query() query: RawQuery, @Caller() caller: CallerIdentity): Promise<Page<ClientDocumentView>> {
    return this.documents.list(pageRequest(query, caller, { filters: ['client_id'] }));
  }

  @Get(':id')
  @RequiresScope('clients:read')
  getClientDocument(@Param('id') id: string, @Query() query: RawQuery): Promise<ClientDocumentView> {
    onlyParameters(query, []);
    return this.documents.read(id);
  }

  /** Refuses the client at every endpoint, with everything that it was granted. */
  @Post(':id/freeze')
  @HttpCode(200)
  @RequiresScope('clients:write')
  freezeClientDocument(@Param('id') id: string, @Query() query: RawQuery): Promise<ClientDocumentView> {
    onlyParameters(query, []);
    return this.documents.freeze(id, true);
  }

  /** Admits the client again. */
  @Post(':id/thaw')
  @HttpCode(200)
  @RequiresScope('clients:write')
  thawClientDocument(@Param('id') id: string, @Query() query: RawQuery): Promise<ClientDocumentView> {
    onlyParameters(query, []);
    return this.documents.freeze(id, false);
  }

  /** Makes a registered client of it, as its document describes it today: from now on nothing is fetched. */
  @Post(':id/register')
  @RequiresScope('clients:write')
  registerClientDocument(
    @Param('id') id: string,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<Written>> {
    onlyParameters(query, []);
    return this.documents.register(id, caller);
  }
}
