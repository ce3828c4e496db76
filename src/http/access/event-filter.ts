// What one caller gets: what they asked for, within the scope of their token. Readers with equal views share the
// encoded bytes.

import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { type EventFilter, matchesFilter } from '../../journal/event-filter.ts';
import { defined } from '../../runtime/defined.ts';
import { type Caller, hasScope } from './auth.ts';

/** What a caller asks for, without the limits of their token. */
export interface RequestedFilter extends Omit<EventFilter, 'projectIds' | 'publicOnly'> {
  readonly projectId?: string;
}

export interface View {
  /** Equal keys show equal events. */
  readonly key: string;
  /** Some events are never visible to its caller. */
  readonly isLimited: boolean;
  readonly filter: EventFilter;
  shows(event: CanonicalEvent): boolean;
}

/** Matches what is requested and visible to the caller; a project outside their scope looks empty. */
export function filterFor(
  caller: Caller,
  { projectId, ...requested }: RequestedFilter,
): EventFilter {
  const projectIds = projectsWithin(caller, projectId);
  return {
    ...requested,
    ...defined({ projectIds }),
    ...(hasScope(caller, 'admin') ? {} : { publicOnly: true }),
  };
}

export function createView(caller: Caller, requested: RequestedFilter): View {
  const filter = filterFor(caller, requested);
  const isLimited = caller.projects !== 'all' || !hasScope(caller, 'admin');
  const parts = Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    key: JSON.stringify([isLimited, ...parts]),
    isLimited,
    filter,
    shows: (event) => matchesFilter(filter, event),
  };
}

function projectsWithin({ projects }: Caller, asked: string | undefined): string[] | undefined {
  if (projects === 'all') return asked === undefined ? undefined : [asked];
  return asked === undefined ? [...projects].sort() : [asked].filter((id) => projects.has(id));
}
