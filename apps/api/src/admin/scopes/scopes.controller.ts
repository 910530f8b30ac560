import { Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type Document, JsonBody, PatchBody } from '../http/body.js';
import { type Patch as Change } from '../http/patch.js';
import { type Precondition, Preconditions } from '../http/preconditions.js';
import { type RawQuery, onlyParameters, pageRequest } from '../http/query.js';
import { Page, type Stored } from '../http/stored.js';
import { type ScopeView, ScopesService } from './scopes.service.js';

@Controller('scopes')
export class ScopesController {
  constructor(private readonly scopes: ScopesService) {}

  @Post()
  @RequiresScope('settings:write')
  createScope(
    @JsonBody() document: Document,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<ScopeView>> {
    onlyParameters(query, ['dry_run']);
    return this.scopes.create(document, caller);
  }

  @Get()
  @RequiresScope('settings:read')
  listScopes(@Query() query: RawQuery, @Caller() caller: CallerIdentity): Promise<Page<ScopeView>> {
    return this.scopes.list(pageRequest(query, caller));
  }

  @Get(':name')
  @RequiresScope('settings:read')
  getScope(@Param('name') name: string, @Query() query: RawQuery): Promise<Stored<ScopeView>> {
    onlyParameters(query, []);
    return this.scopes.read(name);
  }

  @Put(':name')
  @RequiresScope('settings:write')
  replaceScope(
    @Param('name') name: string,
    @JsonBody() document: Document,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<ScopeView>> {
    onlyParameters(query, ['dry_run']);
    return this.scopes.replace(name, document, precondition, caller);
  }

  @Patch(':name')
  @RequiresScope('settings:write')
  patchScope(
    @Param('name') name: string,
    @PatchBody() patch: Change,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<ScopeView>> {
    onlyParameters(query, ['dry_run']);
    return this.scopes.patch(name, patch, precondition, caller);
  }

  /** Refused while a client lists the scope. */
  @Delete(':name')
  @HttpCode(204)
  @RequiresScope('settings:write')
  deleteScope(
    @Param('name') name: string,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
  ): Promise<void> {
    onlyParameters(query, []);
    return this.scopes.remove(name, precondition);
  }
}
