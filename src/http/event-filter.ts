// What one reader gets: what they asked for, of what they may see. Readers with equal views share
// their bytes.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { type EventPattern, matchesPattern } from '../event/event-pattern.ts';
import { type Caller, maySee } from './auth.ts';

export interface EventFilter {
  readonly projectId?: string;
  readonly sessionId?: string;
  readonly jobId?: string;
  readonly types?: readonly EventPattern[];
  /** Instant of the earliest event, RFC 3339 in UTC with milliseconds, so that texts compare. */
  readonly since?: string;
}

export interface View {
  /** Equal keys show equal events. */
  readonly key: string;
  shows(event: CanonicalEvent): boolean;
}

export function createView(caller: Caller, filter: EventFilter): View {
  const { projectId, sessionId, jobId, types, since } = filter;
  const projects = caller.projects === 'all' ? 'all' : [...caller.projects].sort();
  const wanted = [projectId, sessionId, jobId, types, since].map((part) => part ?? null);
  return {
    key: JSON.stringify([caller.scopes.has('admin'), projects, ...wanted]),
    shows: (event) =>
      maySee(caller, event) &&
      (projectId === undefined || event.projectId === projectId) &&
      (sessionId === undefined || event.sessionId === sessionId) &&
      (jobId === undefined || event.jobId === jobId) &&
      (since === undefined || event.time >= since) &&
      (types === undefined || types.some((pattern) => matchesPattern(pattern, event.type))),
  };
}
