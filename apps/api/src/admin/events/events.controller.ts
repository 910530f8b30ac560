import { Controller, Get, Query } from '@nestjs/common';
import { type StoredEvent } from '@clientele/storage';
import { Caller, type CallerIdentity } from '../authorization/caller.js';
import { RequiresScope } from '../authorization/requires-scope.js';
import { EventStream, LastSeen, eventStream } from '../http/event-stream.js';
import { type RawQuery, pageRequest } from '../http/query.js';
import { Page } from '../http/stored.js';
import { AlsoAnswers, WantsOther } from '../http/streamed.js';
import { EventsService, eventFilters } from './events.service.js';

@Controller('events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  /** The audit log, newest first; or, as server-sent events, what is written from now on. */
  @Get()
  @AlsoAnswers(eventStream)
  @RequiresScope('events:read')
  async listEvents(
    @Query() query: RawQuery,
    @Caller() caller: CallerIdentity,
    @WantsOther() live: boolean,
    @LastSeen() lastSeen: number | undefined,
  ): Promise<Page<StoredEvent> | EventStream> {
    const request = pageRequest(query, caller, { filters: eventFilters });
    return live
      ? new EventStream(await this.events.follow(request, lastSeen, caller))
      : this.events.list(request, caller);
  }
}
