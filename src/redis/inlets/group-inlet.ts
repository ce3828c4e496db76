// Takes in foreign streams that are known by name, as a consumer group of our own. One replica reads
// at a time; should two do so for a moment, only one of them moves a position on. A key of another type
// costs nobody but itself.
import type { Redis } from 'ioredis';
import type { Dialect } from '../../dialects/dialect.ts';
import type { Ingest } from '../../intake/isolate-poison.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Health, setAside } from '../../runtime/health.ts';
import { LEASE_RENEWAL_MS, type Lease, standbyPauseMs } from '../../runtime/lease.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createLoop } from '../../runtime/loop.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import { isUnavailable } from '../connection/unavailable.ts';
import type { Keys } from '../scripts/keys.ts';
import { asideDetail, createStreamAside } from '../streams/stream-aside.ts';
import { createGroupPositions } from '../streams/stream-positions.ts';
import { createStreamReader } from '../streams/stream-reader.ts';
import { createTrimWatch } from '../streams/trim-watch.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  /** A connection of its own, because it waits. */
  readonly blocking: Redis;
  readonly dialect: Dialect;
  readonly names: readonly string[];
  readonly ingest: Ingest;
  readonly lease: Lease;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'gapSeen' | 'streamsAside' | 'sourceLag'>;
  readonly health: Health;
}

const GROUP = 'jobwire';
const BLOCK_MS = LEASE_RENEWAL_MS;
/** Whoever did not look for so long slept: the lease is theirs still, what they knew of the streams may be old. */
const SLEPT_MS = 3 * LEASE_RENEWAL_MS;

export function createGroupInlet(deps: Deps): Service {
  const { redis, blocking, dialect, names, lease, clock, log, metrics, health } = deps;
  const component = `events:${dialect.name}`;
  const positions = createGroupPositions(redis, GROUP);
  const aside = createStreamAside({ ...deps, component });
  const trims = createTrimWatch({ ...deps, isNamed: true, pattern: component });
  const reader = createStreamReader({ ...deps, positions, aside, trims, inStep: true });
  reader.know(...names);
  health.report(component, false, 'not read yet');
  /** The lease's number, while this replica reads. */
  let leadingAs: number | undefined;
  let lookedAt = clock.monotonic();

  async function standBy(signal: AbortSignal): Promise<void> {
    leadingAs = undefined;
    health.report(component, true, 'another replica reads');
    metrics.sourceLag(dialect.name, 0);
    await clock.sleep(standbyPauseMs(clock), signal);
  }

  async function round(signal: AbortSignal): Promise<void> {
    const fence = await lease.acquireOrRenew();
    if (fence === undefined) return standBy(signal);
    const slept = clock.monotonic() - lookedAt >= SLEPT_MS;
    // Another replica may have read until now, or the streams may have been trimmed.
    if (fence !== leadingAs || slept) reader.forget();
    leadingAs = fence;
    lookedAt = clock.monotonic();
    const isMore = await reader.turn();
    const details = [asideDetail(aside, true), trims.detail()].filter((text) => text !== '');
    health.report(component, true, setAside('source-aside', aside.size, details.join('; ')));
    if (isMore) return;
    // A recreated stream may start with smaller ids than those already read.
    if (!(await isNews(reader.positions(), signal, deps))) reader.refresh();
  }

  function onFailure(reason: string): void {
    leadingAs = undefined;
    health.report(component, false, reason);
  }

  const name = `${dialect.name}-inlet`;
  const loop = createLoop({ name, clock, log, onFailure, onEnd: () => lease.release() }, round);
  return {
    ...loop,
    async stop() {
      const stopped = loop.stop();
      // Ends the blocking read.
      blocking.disconnect();
      await stopped;
    },
  };
}

/** Answers once there is some behind these positions, or after a while. */
async function isNews(
  after: ReadonlyMap<string, string>,
  signal: AbortSignal,
  { blocking, clock }: Pick<Deps, 'blocking' | 'clock'>,
): Promise<boolean> {
  if (after.size === 0) {
    await clock.sleep(BLOCK_MS, signal);
    return false;
  }
  try {
    const found = await blocking.xread(
      ...(['COUNT', 1, 'BLOCK', BLOCK_MS, 'STREAMS'] as const),
      ...after.keys(),
      ...after.values(),
    );
    return found !== null;
  } catch (error) {
    if (isUnavailable(error)) throw error;
    // One of the keys is no longer a stream; the next turn finds out which.
    return true;
  }
}
