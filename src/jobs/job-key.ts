// The identity of a job: its project and its id. Two projects may use one id and know nothing of each other.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { stableName } from '../event/event-id.ts';

/** Holds nothing from outside: see stableName. */
export type JobKey = string;

export function jobKey(projectId: string | undefined, jobId: string): JobKey {
  return stableName(projectId, jobId);
}

/**
 * Whose word on a job counts as its own: the token that published it over HTTP, else the format that its
 * system speaks.
 */
export function sourceOf({ dialect, publishedBy }: CanonicalEvent): string {
  return publishedBy === undefined ? dialect : `token:${publishedBy.tokenId}`;
}

/** Under which the project that a source named first for a job id is kept. */
export function homeKey(source: string, jobId: string): string {
  return stableName('home', source, jobId);
}
