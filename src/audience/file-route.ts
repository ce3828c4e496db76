// Routes of the policy file: subscriptions as code, besides those that people make by command.

import type { CanonicalEvent } from '../event/canonical-event.ts';
import { type EventPattern, matchesPattern } from '../event/event-pattern.ts';
import type { Address, Level } from './chat-book.ts';
import { matchesSome } from './glob.ts';

/** Globs (glob.ts) and event patterns; an absent list matches everything. */
export interface RouteMatch {
  readonly project?: readonly string[];
  readonly session?: readonly string[];
  readonly job?: readonly string[];
  readonly types?: readonly EventPattern[];
}

export interface RouteChat {
  readonly address: Address;
  /** Limits the route's events; absent: the chat's or topic's own level. */
  readonly level?: Level;
}

export interface FileRoute {
  readonly match: RouteMatch;
  readonly chats: readonly RouteChat[];
  /** Jobs that give no sign of life for so long are reported as silent. */
  readonly silentAfterMs?: number;
}

type Subject = Pick<CanonicalEvent, 'type' | 'projectId' | 'sessionId' | 'jobId'>;

/**
 * The chats of all routes that match the event, in the file's order, possibly with duplicates. Does not check who
 * may see the event; that is up to the caller.
 */
export function fileRouteChats(routes: readonly FileRoute[], event: Subject): RouteChat[] {
  if (routes.length === 0) return [];
  return routesOf(event.projectId ?? '', routes)
    .filter(({ match }) => covers(match, event))
    .flatMap(({ chats }) => chats);
}

/**
 * The shortest `silentAfterMs` of the routes that match a job, whatever types of events they are limited to; `undefined`
 * if none of them has one.
 */
export function silentAfterOf(
  routes: readonly FileRoute[],
  job: Omit<Subject, 'type'>,
): number | undefined {
  const times = routesOf(job.projectId ?? '', routes).flatMap(({ match, silentAfterMs }) =>
    silentAfterMs !== undefined && coversJob(match, job) ? [silentAfterMs] : [],
  );
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Limits the cache, because projects come from outside. */
const MAX_PROJECTS = 1_000;

type RoutesByProject = Map<string, readonly FileRoute[]>;
const known = new WeakMap<readonly FileRoute[], RoutesByProject>();

/** Cached by project, because projects are few and their events many. */
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

function covers(match: RouteMatch, event: Subject): boolean {
  const { types } = match;
  return (
    coversJob(match, event) &&
    (types === undefined || types.some((pattern) => matchesPattern(pattern, event.type)))
  );
}

/** All but its project. */
function coversJob({ session, job }: RouteMatch, of: Omit<Subject, 'type'>): boolean {
  return matchesSome(session, of.sessionId ?? '') && matchesSome(job, of.jobId ?? '');
}
