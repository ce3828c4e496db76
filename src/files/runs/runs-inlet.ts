// Ingests the events that jobs write to files: `<runsDir>/<job id>/events.jsonl`. One replica reads; its position is
// stored in the same step as the events.
import type { Ingest } from '../../intake/isolate-poison.ts';
import type { Receive } from '../../intake/receive.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Health } from '../../runtime/health.ts';
import { LEASE_RENEWAL_MS, type Lease } from '../../runtime/lease.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createLoop } from '../../runtime/loop.ts';
import { createFollowedRuns, type SourcePositions } from './followed-runs.ts';

interface Deps {
  /** May not exist yet. */
  readonly runsDir: string;
  /** Name of the files' dialect. */
  readonly dialect: string;
  readonly receive: Receive;
  readonly ingest: Ingest;
  readonly positions: SourcePositions;
  /** Its holder reads; other replicas stand by. */
  readonly lease: Lease;
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: Pick<Health, 'report'>;
}

/** Component in /readyz. */
const COMPONENT = 'files:runs';
/** Between two rounds. */
const PAUSE_MS = 150;

export function createRunsInlet(deps: Deps): Service {
  const { lease, clock, log, health } = deps;
  const runs = createFollowedRuns(deps);
  const fence = createHeldLease(lease, clock);

  async function round(signal: AbortSignal): Promise<void> {
    const mayContinue = async () => !signal.aborted && (await fence()) !== undefined;
    if (!(await mayContinue())) health.report(COMPONENT, true, 'another replica reads them');
    let isMore = true;
    while (isMore && (await mayContinue())) isMore = await runs.visit(mayContinue);
  }

  const onFailure = (reason: string) => health.report(COMPONENT, false, reason);
  const onEnd = () => lease.release();
  const options = { name: 'runs-inlet', clock, log, everyMs: PAUSE_MS, onFailure, onEnd };
  return createLoop(options, round);
}

/**
 * Caches the state of a lease for LEASE_RENEWAL_MS. Returns the fencing number; `undefined` while another replica
 * holds it.
 */
function createHeldLease(
  lease: Lease,
  clock: Pick<Clock, 'monotonic'>,
): () => Promise<number | undefined> {
  let answer: Promise<number | undefined> = Promise.resolve(undefined);
  let askedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.monotonic();
    if (now - askedAt < LEASE_RENEWAL_MS) return answer;
    askedAt = now;
    answer = lease.acquireOrRenew();
    answer.catch(() => {
      askedAt = Number.NEGATIVE_INFINITY;
    });
    return answer;
  };
}
