// Routes of the policy file: subscriptions kept as code, beside those that people make by command.

import type { CanonicalEvent } from '../event/canonical-event.ts';
import { type EventPattern, matchesPattern } from '../event/event-pattern.ts';
import type { Address, Level } from './chat-book.ts';
import { matchesSome } from './glob.ts';

/** Globs (glob.ts) and event patterns; an absent list is met by everything. */
export interface RouteMatch {
  readonly project?: readonly string[];
  readonly session?: readonly string[];
  readonly job?: readonly string[];
  readonly types?: readonly EventPattern[];
}

export interface RouteChat {
  readonly address: Address;
  /** What of the route's events is heard there; absent: the chat's own level decides. */
  readonly level?: Level;
}

export interface Route {
  readonly match: RouteMatch;
  readonly chats: readonly RouteChat[];
}

type Subject = Pick<CanonicalEvent, 'type' | 'projectId' | 'sessionId' | 'jobId'>;

/**
 * The chats of every route that the event fits, in the file's order; a chat may be there more than
 * once. Says nothing of who may see the event: that is the caller's to ask.
 */
export function fileRouteChats(routes: readonly Route[], event: Subject): RouteChat[] {
  return routes.filter(({ match }) => covers(match, event)).flatMap(({ chats }) => chats);
}

function covers({ project, session, job, types }: RouteMatch, event: Subject): boolean {
  return (
    matchesSome(project, event.projectId ?? '') &&
    matchesSome(session, event.sessionId ?? '') &&
    matchesSome(job, event.jobId ?? '') &&
    (types === undefined || types.some((pattern) => matchesPattern(pattern, event.type)))
  );
}
