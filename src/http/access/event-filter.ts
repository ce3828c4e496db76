// What one caller gets: what they asked for, within the scope of their token. Readers with equal views
// share their bytes.

import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { type EventFilter, matchesFilter } from '../../journal/event-filter.ts';
import { defined } from '../../runtime/defined.ts';
import { type Caller, hasScope } from './auth.ts';

/** What a caller asks for; the scope of their token is not among it. */
export interface Wanted extends Omit<EventFilter, 'projectIds' | 'publicOnly'> {
  readonly projectId?: string;
}

export interface View {
  /** Equal keys show equal events. */
  readonly key: string;
  /** There are events that its caller may not see at all. */
  readonly isLimited: boolean;
  readonly filter: EventFilter;
  shows(event: CanonicalEvent): boolean;
}

/** Lets through what is wanted and the caller may see; a project outside of their scope is an empty one. */
export function filterFor(caller: Caller, { projectId, ...wanted }: Wanted): EventFilter {
  const projectIds = projectsWithin(caller, projectId);
  return {
    ...wanted,
    ...defined({ projectIds }),
    ...(hasScope(caller, 'admin') ? {} : { publicOnly: true }),
  };
}

export function createView(caller: Caller, wanted: Wanted): View {
  const filter = filterFor(caller, wanted);
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
