// What a build job's hash says to one caller: whether they may follow it, and whether it has ended.
import type { BuildHash, BuildHashes } from '../../jobs/build-hash.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type Caller, hasScope, isWithin } from '../access/auth.ts';

export type BuildStanding =
  /** There is no such job, or none for this caller. */
  | { readonly kind: 'hidden' }
  | { readonly kind: 'running' }
  | { readonly kind: 'ended'; readonly status: string }
  /** The hash can't be read now. */
  | { readonly kind: 'away' };

interface Deps {
  readonly buildHashes: BuildHashes;
  readonly log: Logger;
}

const FINAL: ReadonlySet<unknown> = new Set(['ready', 'failed']);

export function isFinal(status: unknown): status is string {
  return FINAL.has(status);
}

/** Never rejects. */
export async function readBuildStanding(
  { jobId, caller }: { readonly jobId: string; readonly caller: Caller },
  { buildHashes, log }: Deps,
): Promise<BuildStanding> {
  try {
    return standingOf(await buildHashes.read(jobId), caller);
  } catch (error) {
    log.warn({ jobId, reason: messageOf(error) }, 'build_hash_unreadable');
    return { kind: 'away' };
  }
}

function standingOf(hash: BuildHash | undefined, caller: Caller): BuildStanding {
  if (hash === undefined || !isTheirs(hash, caller)) return { kind: 'hidden' };
  return isFinal(hash.status) ? { kind: 'ended', status: hash.status } : { kind: 'running' };
}

/** Within a project a job belongs to its user; a token that belongs to nobody sees those of all. */
function isTheirs({ projectId, userId }: BuildHash, caller: Caller): boolean {
  if (!isWithin(caller, projectId)) return false;
  if (hasScope(caller, 'admin') || caller.userId === undefined) return true;
  return userId === undefined || userId === caller.userId;
}
