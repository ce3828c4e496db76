// The state of a build job for one caller, from its hash: whether they may follow it, and whether it has ended.
import type { BuildHash, BuildHashes } from '../../jobs/build-hash.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type Caller, hasScope, isWithin } from '../access/auth.ts';

export type BuildState =
  /** There is no such job, or none for this caller. */
  | { readonly kind: 'hidden' }
  | { readonly kind: 'running' }
  | { readonly kind: 'ended'; readonly status: string }
  /** The hash can't be read at the moment. */
  | { readonly kind: 'unavailable' };

interface Deps {
  readonly buildHashes: BuildHashes;
  readonly log: Logger;
}

const FINAL: ReadonlySet<unknown> = new Set(['ready', 'failed']);

export function isFinal(status: unknown): status is string {
  return FINAL.has(status);
}

/** Never rejects. */
export async function readBuildState(
  { jobId, caller }: { readonly jobId: string; readonly caller: Caller },
  { buildHashes, log }: Deps,
): Promise<BuildState> {
  try {
    return stateOf(await buildHashes.read(jobId), caller);
  } catch (error) {
    log.warn({ jobId, reason: messageOf(error) }, 'build_hash_unreadable');
    return { kind: 'unavailable' };
  }
}

function stateOf(hash: BuildHash | undefined, caller: Caller): BuildState {
  if (hash === undefined || !isTheirs(hash, caller)) return { kind: 'hidden' };
  return isFinal(hash.status) ? { kind: 'ended', status: hash.status } : { kind: 'running' };
}

/** Within a project a job belongs to its user; a token without a holder sees the jobs of all users. */
function isTheirs({ projectId, userId }: BuildHash, caller: Caller): boolean {
  if (!isWithin(caller, projectId)) return false;
  if (hasScope(caller, 'admin') || caller.userId === undefined) return true;
  return userId === undefined || userId === caller.userId;
}
