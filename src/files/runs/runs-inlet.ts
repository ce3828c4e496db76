// Takes in the events that jobs write to files: `<runsDir>/<job id>/events.jsonl`. One replica reads;
// how far it got is kept with the journal, in the same step as the events.
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
  /** Need not exist yet. */
  readonly runsDir: string;
  /** Name of the dialect that the files are written in. */
  readonly dialect: string;
  readonly receive: Receive;
  readonly ingest: Ingest;
  readonly positions: SourcePositions;
  /** Its holder reads; the others stand by. */
  readonly lease: Lease;
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: Pick<Health, 'report'>;
}

/** Name of this part in what /readyz tells. */
const COMPONENT = 'files:runs';
/** Between two looks at whatever is due. */
const PAUSE_MS = 150;

export function createRunsInlet(deps: Deps): Service {
  const { lease, clock, log, health } = deps;
  const runs = createFollowedRuns(deps);
  const fence = createHeldLease(lease, clock);

  async function round(signal: AbortSignal): Promise<void> {
    const mayGoOn = async () => !signal.aborted && (await fence()) !== undefined;
    if (!(await mayGoOn())) health.report(COMPONENT, true, 'another replica reads them');
    let isMore = true;
    while (isMore && (await mayGoOn())) isMore = await runs.visit(mayGoOn);
  }

  const onFailure = (reason: string) => health.report(COMPONENT, false, reason);
  const onEnd = () => lease.release();
  const options = { name: 'runs-inlet', clock, log, everyMs: PAUSE_MS, onFailure, onEnd };
  return createLoop(options, round);
}

/**
 * Asks about a lease no more often than needed, by whoever wants to know. Answers the fencing number, at most
 * LEASE_RENEWAL_MS old; `undefined` while another replica holds it.
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
