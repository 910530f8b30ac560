import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type RawQuery, onlyParameters, pageRequest } from '../http/query.js';
import { Page } from '../http/stored.js';
import { type GrantView, GrantsService } from './grants.service.js';

@Controller('grants')
export class GrantsController {
  constructor(private readonly grants: GrantsService) {}

  /** Persistent grants, newest first. */
  @Get()
  @RequiresScope('clients:read')
  listGrants(@Query() query: RawQuery, @Caller() caller: CallerIdentity): Promise<Page<GrantView>> {
    return this.grants.list(pageRequest(query, caller, { filters: ['client_id', 'sub'] }), caller);
  }

  @Get(':id')
  @RequiresScope('clients:read')
  getGrant(@Param('id') id: string, @Query() query: RawQuery, @Caller() caller: CallerIdentity): Promise<GrantView> {
    onlyParameters(query, []);
    return this.grants.read(id, caller);
  }

  /** Ends a grant: its refresh and access tokens are refused at once. For those who may change the client. */
  @Delete(':id')
  @HttpCode(204)
  @RequiresScope('clients:write')
  revokeGrant(@Param('id') id: string, @Query() query: RawQuery, @Caller() caller: CallerIdentity): Promise<void> {
    onlyParameters(query, []);
    return this.grants.revoke(id, caller);
  }
}
