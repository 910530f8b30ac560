import { Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query, type Type } from '@nestjs/common';
import { type AnyResource, pathOf } from '@clientele/client-schema';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type Document, JsonBody, PatchBody } from '../http/body.js';
import { type Patch as Change } from '../http/patch.js';
import { type Precondition, Preconditions } from '../http/preconditions.js';
import { type RawQuery, flag, onlyParameters, pageRequest } from '../http/query.js';
import { Page, type Stored } from '../http/stored.js';
import { resourceNames } from './resource-names.js';
import { type RecordView, ResourcesService } from './resources.service.js';

/** The routes of one resource. A handler is called as its operation is. */
export function resourceController(resource: AnyResource): Type {
  const { operations } = resourceNames(resource);
  const write = resource.writtenWith ?? 'settings:write';
  const at = `:${resource.id}`;

  @Controller(pathOf(resource))
  class ResourceController {
    constructor(private readonly records: ResourcesService) {}

    @Post()
    @RequiresScope(write)
    [operations.create](
      @JsonBody() document: Document,
      @Query() query: RawQuery,
      @Caller() caller: CallerIdentity,
    ): Promise<Stored<RecordView>> {
      onlyParameters(query, ['dry_run']);
      return this.records.create(resource, document, caller);
    }

    @Get()
    @RequiresScope('settings:read')
    [operations.list](@Query() query: RawQuery, @Caller() caller: CallerIdentity): Promise<Page<RecordView>> {
      return this.records.list(resource, pageRequest(query, caller, { q: true }), caller);
    }

    @Get(at)
    @RequiresScope('settings:read')
    [operations.get](
      @Param(resource.id) id: string,
      @Query() query: RawQuery,
      @Caller() caller: CallerIdentity,
    ): Promise<Stored<RecordView>> {
      onlyParameters(query, []);
      return this.records.read(resource, id, caller);
    }

    @Put(at)
    @RequiresScope(write)
    [operations.replace](
      @Param(resource.id) id: string,
      @JsonBody() document: Document,
      @Preconditions() precondition: Precondition,
      @Query() query: RawQuery,
      @Caller() caller: CallerIdentity,
    ): Promise<Stored<RecordView>> {
      onlyParameters(query, ['dry_run']);
      return this.records.replace(resource, id, document, precondition, { caller, dryRun: flag(query, 'dry_run') });
    }

    @Patch(at)
    @RequiresScope(write)
    [operations.patch](
      @Param(resource.id) id: string,
      @PatchBody() patch: Change,
      @Preconditions() precondition: Precondition,
      @Query() query: RawQuery,
      @Caller() caller: CallerIdentity,
    ): Promise<Stored<RecordView>> {
      onlyParameters(query, ['dry_run']);
      return this.records.patch(resource, id, patch, precondition, { caller, dryRun: flag(query, 'dry_run') });
    }

    /** Refused while anything names the record. */
    @Delete(at)
    @HttpCode(204)
    @RequiresScope(write)
    [operations.delete](
      @Param(resource.id) id: string,
      @Preconditions() precondition: Precondition,
      @Query() query: RawQuery,
      @Caller() caller: CallerIdentity,
    ): Promise<void> {
      onlyParameters(query, []);
      return this.records.remove(resource, id, precondition, caller);
    }
  }
  return ResourceController;
}
