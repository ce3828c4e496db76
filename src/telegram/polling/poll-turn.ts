// One turn at polling. Fetching goes on while updates are handled, so that a slow command delays no tap;
// the offset confirms an update only after it was handled.
import { setMaxListeners } from 'node:events';
import { createConcurrentSink, createRunner, createSource } from '@grammyjs/runner';
import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Health } from '../../runtime/health.ts';
import type { Lease } from '../../runtime/lease.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { UpdateHandler } from '../handling/handler.ts';
import type { UpdateLog } from '../handling/update-log.ts';
import type { RetryWhileUnavailable } from '../sending/retry-while-unavailable.ts';
import { TURN_GRACE_MS, type Turn, type TurnEnd, untilLost, untilStopped } from '../turns/turn.ts';
import { createFetchUpdates, PollConflict } from './fetch-updates.ts';
import { createInFlight, type InFlight } from './in-flight.ts';

interface Deps {
  /** A client whose calls may take longer than a long poll does. */
  readonly api: Api;
  readonly lease: Lease;
  readonly handler: UpdateHandler;
  readonly updateLog: Pick<UpdateLog, 'park' | 'parked'>;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
  readonly health: Health;
  readonly metrics: Pick<Metrics, 'polled'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A poll returns at most 100 updates: if these are the oldest, there must be room for newer ones. */
const MAX_BLOCKING = 50;
const PARK_MS = 1_000;

export function createPollTurn(deps: Deps): Turn {
  const { handler, updateLog, retryWhileUnavailable, clock, log } = deps;

  return async (signal, probing) => {
    const inFlight = createInFlight();
    const work = new Set<Promise<void>>();
    const ended = new AbortController();
    // Every update in flight listens to it; that is no leak.
    setMaxListeners(0, ended.signal);

    const onError = async (error: unknown) => {
      log.error({ reason: messageOf(error) }, 'telegram_update_failed');
    };

    async function handle(update: Update): Promise<void> {
      const job = handler.handle(update, ended.signal).then(
        () => inFlight.done(update.update_id),
        // Interrupted by the end of this turn: unconfirmed, so it is delivered again.
        () => {},
      );
      work.add(job);
      await job;
      work.delete(job);
    }

    async function resume(): Promise<void> {
      const parked = await retryWhileUnavailable(() => updateLog.parked(), {
        signal: ended.signal,
      });
      for (const update of inFlight.resume(parked)) void handle(update);
    }

    const fetchUpdates = createFetchUpdates({ ...deps, inFlight, signal: ended.signal }, probing);
    // Fails if the turn ends: they stay parked for the next one.
    const resumed = resume().catch(onError);
    const supply = async () => {
      // Older ones first, unless Redis is away.
      await withDeadline(resumed, { ms: PARK_MS, clock, signal: ended.signal });
      await parkBlocking(inFlight, ended.signal, deps);
      return fetchUpdates();
    };
    const sink = createConcurrentSink({ consume: handle }, onError, { concurrency: Infinity });
    const runner = createRunner(createSource({ supply }), sink);
    runner.start();
    const broken = (runner.task() ?? Promise.resolve()).then(
      (): TurnEnd => 'stopped',
      (error: unknown): TurnEnd => endOf(error, deps),
    );
    const stopped = untilStopped(signal, ended.signal);
    const lost = untilLost(ended.signal, deps);
    const end = await Promise.race([stopped, lost, broken]);
    ended.abort();
    await runner.stop();
    await withDeadline(Promise.allSettled([...work]), { ms: TURN_GRACE_MS, clock });
    return end;
  };
}

/** Parks what has held back the offset for long, so that newer updates can be fetched. */
async function parkBlocking(
  inFlight: InFlight,
  signal: AbortSignal,
  { updateLog, clock, log }: Deps,
): Promise<void> {
  const blocking = inFlight.blocking();
  if (blocking.length < MAX_BLOCKING) return;
  try {
    const parking = updateLog.park(blocking).then(() => true);
    const isParked = await withDeadline(parking, { ms: PARK_MS, clock, signal });
    if (isParked === true) inFlight.markParked(blocking);
  } catch (error) {
    log.debug({ reason: messageOf(error) }, 'telegram_updates_not_parked');
  }
}

function endOf(error: unknown, { health, log }: Deps): TurnEnd {
  if (error instanceof PollConflict) {
    health.report('telegram', false, CONFLICT);
    log.warn({ reason: error.message }, 'telegram_polling_conflict');
  } else {
    health.report('telegram', false, 'polling failed; starting again');
    log.error({ reason: messageOf(error) }, 'telegram_polling_failed');
  }
  return 'conflict';
}

const CONFLICT =
  'another program polls with this bot token; stop it, or give this jobwire a bot of its own from @BotFather';
