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

export interface FileRoute {
  readonly match: RouteMatch;
  readonly chats: readonly RouteChat[];
}

type Subject = Pick<CanonicalEvent, 'type' | 'projectId' | 'sessionId' | 'jobId'>;

/**
 * The chats of every route that the event fits, in the file's order; a chat may be there more than
 * once. Says nothing of who may see the event: that is the caller's to ask.
 */
export function fileRouteChats(routes: readonly FileRoute[], event: Subject): RouteChat[] {
  if (routes.length === 0) return [];
  return routesOf(event.projectId ?? '', routes)
    .filter(({ match }) => covers(match, event))
    .flatMap(({ chats }) => chats);
}

/** Projects whose routes are remembered for one file; they come from outside. */
const MAX_PROJECTS = 1_000;

type RoutesByProject = Map<string, readonly FileRoute[]>;
const known = new WeakMap<readonly FileRoute[], RoutesByProject>();

/** Projects are few and their events many, so the globs over them are matched once for each project. */
function routesOf(project: string, routes: readonly FileRoute[]): readonly FileRoute[] {
  const byProject: RoutesByProject = known.get(routes) ?? new Map();
  known.set(routes, byProject);
  const found = byProject.get(project);
  if (found !== undefined) return found;
  if (byProject.size >= MAX_PROJECTS) byProject.clear();
  const fitting = routes.filter(({ match }) => matchesSome(match.project, project));
  byProject.set(project, fitting);
  return fitting;
}

function covers({ session, job, types }: RouteMatch, event: Subject): boolean {
  return (
    matchesSome(session, event.sessionId ?? '') &&
    matchesSome(job, event.jobId ?? '') &&
    (types === undefined || types.some((pattern) => matchesPattern(pattern, event.type)))
  );
}
