// What a build job's hash says to one caller: whether they may follow it, and whether it has ended.
import type { BuildHash } from '../../jobs/build-hash.ts';
import { type Caller, hasScope, isWithin } from '../access/auth.ts';

export type BuildStanding =
  /** There is no such job, or none for this caller. */
  | { readonly kind: 'hidden' }
  | { readonly kind: 'running' }
  | { readonly kind: 'ended'; readonly status: string };

const FINAL: ReadonlySet<unknown> = new Set(['ready', 'failed']);

export function isFinal(status: unknown): status is string {
  return FINAL.has(status);
}

export function standingOf(hash: BuildHash | undefined, caller: Caller): BuildStanding {
  if (hash === undefined || !isTheirs(hash, caller)) return { kind: 'hidden' };
  return isFinal(hash.status) ? { kind: 'ended', status: hash.status } : { kind: 'running' };
}

/** Behind the wall of projects a job belongs to its user; who names no user sees all of them. */
function isTheirs({ projectId, userId }: BuildHash, caller: Caller): boolean {
  if (!isWithin(caller, projectId)) return false;
  if (hasScope(caller, 'admin') || caller.userId === undefined) return true;
  return userId === undefined || userId === caller.userId;
}
