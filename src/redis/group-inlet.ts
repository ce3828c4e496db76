// Takes in foreign streams that are known by name, as a consumer group of our own. One replica reads
// at a time; should two do so for a moment, only one of them moves a position on.
import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { Health } from '../health.ts';
import type { Take } from '../intake/careful.ts';
import type { Lease } from '../lease.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import { createLoop } from '../loop.ts';
import type { Metrics } from '../metrics.ts';
import { createGroupPositions } from './stream-positions.ts';
import { createStreamReader } from './stream-reader.ts';
import { createTrimWatch } from './trim-watch.ts';

interface Deps {
  readonly redis: Redis;
  /** A connection of its own, because it waits. */
  readonly blocking: Redis;
  readonly dialect: Dialect;
  readonly names: readonly string[];
  readonly take: Take;
  readonly lease: Lease;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'gapSeen'>;
  readonly health: Health;
}

const GROUP = 'jobwire';
const STANDBY_MS = 500;
const BLOCK_MS = 1_000;

export function createGroupInlet(deps: Deps): Service {
  const { redis, blocking, dialect, names, take, lease, clock, log, health } = deps;
  const component = `events:${dialect.name}`;
  const positions = createGroupPositions(redis, GROUP);
  const reader = createStreamReader({ redis, positions, take, dialect });
  const trims = createTrimWatch(deps);
  reader.know(...names);
  health.report(component, false, 'not read yet');
  /** The lease's number, while this replica reads. */
  let leadingAs: number | undefined;

  async function standBy(signal: AbortSignal): Promise<void> {
    leadingAs = undefined;
    health.report(component, true, 'another replica reads');
    await clock.sleep(STANDBY_MS, signal);
  }

  /** Somebody else may have read until now, or the streams were trimmed meanwhile. */
  async function beginLeading(): Promise<void> {
    reader.forget();
    const found = await positions.lookUp(names);
    await trims.look(new Map(names.map((name, at) => [name, found[at] ?? ''])));
  }

  async function round(signal: AbortSignal): Promise<void> {
    const fence = await lease.hold();
    if (fence === undefined) return standBy(signal);
    if (fence !== leadingAs) await beginLeading();
    leadingAs = fence;
    await reader.drain();
    health.report(component, true, trims.detail());
    // A stream that was made anew may begin with smaller ids than those that were read.
    if (!(await isNews(blocking, reader.positions()))) reader.forget();
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
      // Ends the read that waits.
      blocking.disconnect();
      await stopped;
    },
  };
}

/** Answers once there is some behind these positions, or after a while. */
async function isNews(blocking: Redis, after: ReadonlyMap<string, string>): Promise<boolean> {
  const found = await blocking.xread(
    ...(['COUNT', 1, 'BLOCK', BLOCK_MS, 'STREAMS'] as const),
    ...after.keys(),
    ...after.values(),
  );
  return found !== null;
}
