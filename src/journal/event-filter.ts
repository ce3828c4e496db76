// Which events a reader wants. The same filter serves live streams, queries and replays.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { type EventPattern, matchesPattern } from '../event/event-pattern.ts';

export interface EventFilter {
  /** Any of these; absent: events of all projects and of none. */
  readonly projectIds?: readonly string[];
  readonly sessionId?: string;
  readonly jobId?: string;
  /** Any of these. */
  readonly types?: readonly EventPattern[];
  /** Instant of the earliest event, RFC 3339 in UTC with milliseconds, so that texts compare. */
  readonly since?: string;
  /** Instant of the latest event, in the same form. */
  readonly until?: string;
  /** Only public events; internal ones are for admins. */
  readonly publicOnly?: boolean;
}

export function matchesFilter(filter: EventFilter, event: CanonicalEvent): boolean {
  const { projectIds, sessionId, jobId, types, since, until } = filter;
  return (
    (filter.publicOnly !== true || event.visibility === 'public') &&
    (projectIds === undefined ||
      (event.projectId !== undefined && projectIds.includes(event.projectId))) &&
    (sessionId === undefined || event.sessionId === sessionId) &&
    (jobId === undefined || event.jobId === jobId) &&
    (since === undefined || event.time >= since) &&
    (until === undefined || event.time <= until) &&
    (types === undefined || types.some((pattern) => matchesPattern(pattern, event.type)))
  );
}
