import { type Schemas } from '@clientele/sdk';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api.js';
import { type EventSearch, eventQuery } from './event-search.js';

/** Something that was written. */
export type AuditEvent = Schemas['Event'];

export const eventsQuery = (search: EventSearch) =>
  queryOptions({
    queryKey: ['events', search],
    queryFn: () => bodyOf(api.GET('/events', { params: { query: { limit: 50, ...eventQuery(search) } } })),
    placeholderData: keepPreviousData,
    staleTime: 2000,
  });
