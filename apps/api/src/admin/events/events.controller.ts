import { Controller, Get, Query } from '@nestjs/common';
import { type StoredEvent } from '@clientele/storage';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { type RawQuery, pageRequest } from '../http/query.js';
import { Page } from '../http/stored.js';
import { EventsService, eventFilters } from './events.service.js';

@Controller('events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  /** The audit log, newest first. */
  @Get()
  @RequiresScope('events:read')
  listEvents(@Query() query: RawQuery, @Caller() caller: CallerIdentity): Promise<Page<StoredEvent>> {
    return this.events.list(pageRequest(query, caller, { filters: eventFilters }));
  }
}
