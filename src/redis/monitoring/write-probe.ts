// Whether Redis takes writes, by writing a little now and then: a server that is a replica, out of
// memory or out of disk answers questions as ever. And whether it still has what was written: after a
// FLUSHALL what was made at the start has to be made again.
import type { Redis } from 'ioredis';
import type { Journal } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Health } from '../../runtime/health.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createLoop } from '../../runtime/loop.ts';
import type { Migrations } from '../migrations/migrate.ts';
import type { Keys } from '../scripts/keys.ts';

interface Deps {
  readonly redis: Redis;
  readonly keys: Pick<Keys, 'alive'>;
  readonly journal: Pick<Journal, 'bounds'>;
  readonly migrations: Pick<Migrations, 'mark'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: Health;
}

const COMPONENT = 'redis-writes';
const EVERY_MS = 2_000;

export function createWriteProbe(deps: Deps): Service {
  const { redis, keys, clock, log, health } = deps;
  health.report(COMPONENT, false, 'not tried yet');
  let known: string | undefined;

  async function round(): Promise<void> {
    await redis.set(keys.alive, clock.now());
    // Begins a journal where there is none.
    const { epoch } = await deps.journal.bounds();
    if (known !== undefined && known !== epoch) {
      log.error({ before: known, epoch }, 'redis_emptied');
      await deps.migrations.mark();
    }
    known = epoch;
    health.report(COMPONENT, true);
  }

  const onFailure = (reason: string) => health.report(COMPONENT, false, reason);
  return createLoop({ name: COMPONENT, clock, log, onFailure, everyMs: EVERY_MS }, round);
}
