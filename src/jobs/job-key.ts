// The identity of a job: its project and its id. Unrelated projects may use the same id.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { stableName } from '../event/event-id.ts';

/** A hash: see stableName. */
export type JobKey = string;

export function jobKey(projectId: string | undefined, jobId: string): JobKey {
  return stableName(projectId, jobId);
}

/**
 * The source of an event, by which a job's own events are told apart: the token that published it over
 * HTTP, else its dialect.
 */
export function sourceOf({ dialect, publishedBy }: CanonicalEvent): string {
  return publishedBy === undefined ? dialect : `token:${publishedBy.tokenId}`;
}

/** The key of a job's home: the project that a source first named for its id. */
export function homeKey(source: string, jobId: string): string {
  return stableName('home', source, jobId);
}
