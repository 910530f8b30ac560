import { Controller, Get, Patch, Query } from '@nestjs/common';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { PatchBody } from '../http/body.js';
import { type Patch as Change } from '../http/patch.js';
import { type Precondition, Preconditions } from '../http/preconditions.js';
import { type RawQuery, flag, onlyParameters } from '../http/query.js';
import { type Stored } from '../http/stored.js';
import { type RehearsedSettings, SettingsService, type SettingsView } from './settings.service.js';

@Controller('settings')
export class SettingsController {
  constructor(private readonly settings: SettingsService) {}

  @Get()
  @RequiresScope('settings:read')
  getSettings(@Query() query: RawQuery): Promise<Stored<SettingsView>> {
    onlyParameters(query, []);
    return this.settings.read();
  }

  /**
   * Merge patch or JSON Patch; null has the default again. Refused when a stored client would break a rule by it; a dry
   * run tells whom else the change concerns.
   */
  @Patch()
  @RequiresScope('settings:write')
  patchSettings(
    @PatchBody() patch: Change,
    @Preconditions() precondition: Precondition,
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
  ): Promise<Stored<RehearsedSettings>> {
    onlyParameters(query, ['dry_run']);
    return this.settings.patch(patch, precondition, caller, { dryRun: flag(query, 'dry_run') });
  }
}
