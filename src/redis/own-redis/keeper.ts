// Keeps one Redis process running: whenever it ends, the next one is started, with growing pauses.

import { backoff } from '../../runtime/backoff.ts';
import { messageOf } from '../../runtime/errors.ts';
import { launchRedis, type ProcessDeps, type RedisProcess } from './process.ts';

export interface Keeper {
  /** Resolves when the first process answers. Throws what `launchRedis` and `ready` throw. */
  start(): Promise<void>;
  /** Resolves when no process runs and none will be started. Twice, or before `start`, is fine. */
  stop(): Promise<void>;
}

const STOP_DEADLINE_MS = 5000;
const restartPauseMs = backoff({ firstMs: 50, maxMs: 5_000 });
/** Who ran this long has earned a quick restart again. */
const STABLE_MS = 30_000;

export function createKeeper(deps: ProcessDeps): Keeper {
  const { clock, log } = deps;
  const stopping = new AbortController();
  let current: RedisProcess | undefined;
  let keeping: Promise<void> | undefined;

  async function launch(): Promise<void> {
    current = undefined;
    current = await launchRedis(deps);
    // `stop` may have come while there was nothing to end yet.
    if (stopping.signal.aborted) await current.end(STOP_DEADLINE_MS);
    else await current.ready();
  }

  async function keep(): Promise<void> {
    let restarts = 0;
    while (!stopping.signal.aborted) {
      const since = clock.monotonic();
      await current?.gone;
      if (stopping.signal.aborted) return;
      restarts = clock.monotonic() - since > STABLE_MS ? 1 : restarts + 1;
      const pauseMs = restartPauseMs(restarts);
      log.error({ pauseMs, said: current?.lastLines() ?? '' }, 'own_redis_ended');
      await clock.sleep(pauseMs, stopping.signal);
      await launchAgain();
    }
  }

  async function launchAgain(): Promise<void> {
    if (stopping.signal.aborted) return;
    try {
      await launch();
      log.info({}, 'own_redis_restarted');
    } catch (error) {
      log.error({ reason: messageOf(error) }, 'own_redis_start_failed');
    }
  }

  return {
    async start() {
      await launch();
      keeping = keep();
    },
    async stop() {
      stopping.abort();
      await current?.end(STOP_DEADLINE_MS);
      await keeping;
    },
  };
}
