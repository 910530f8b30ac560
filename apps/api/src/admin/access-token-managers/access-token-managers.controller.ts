import { Controller, Get, Param, Query } from '@nestjs/common';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type RawQuery, onlyParameters, pageRequest } from '../http/query.js';
import { Page, type Stored } from '../http/stored.js';
import { type AccessTokenManagerView, AccessTokenManagersService } from './access-token-managers.service.js';

@Controller('access-token-managers')
export class AccessTokenManagersController {
  constructor(private readonly managers: AccessTokenManagersService) {}

  @Get()
  @RequiresScope('settings:read')
  listAccessTokenManagers(
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Page<AccessTokenManagerView>> {
    return this.managers.list(pageRequest(query, caller));
  }

  @Get(':id')
  @RequiresScope('settings:read')
  getAccessTokenManager(@Param('id') id: string, @Query() query: RawQuery): Promise<Stored<AccessTokenManagerView>> {
    onlyParameters(query, []);
    return this.managers.read(id);
  }
}
