// One turn at handling what Telegram posts to the replicas: what any of them kept is handled here, in order
// within each chat, as polled updates are. It stays kept until it was handled, so it outlives this process.
import { setMaxListeners } from 'node:events';
import type { Update } from 'grammy/types';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Lease } from '../../runtime/lease.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { UpdateHandler } from '../handling/handler.ts';
import type { UpdateLog } from '../handling/update-log.ts';
import type { RetryWhileUnavailable } from '../sending/retry-while-unavailable.ts';
import { TURN_GRACE_MS, type Turn, untilLost, untilStopped } from '../turns/turn.ts';
import type { UpdateInbox } from './inbox.ts';
import type { WebhookWatch } from './webhook-watch.ts';

interface Deps {
  readonly watch: WebhookWatch;
  readonly inbox: Pick<UpdateInbox, 'count' | 'moreThan'>;
  readonly updateLog: Pick<UpdateLog, 'parked' | 'end'>;
  readonly handler: UpdateHandler;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
  readonly lease: Lease;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How late it is noticed at most that another replica kept something. */
const LOOK_MS = 100;
const READ_MS = 5_000;

export function createWebhookTurn(deps: Deps): Turn {
  const { watch, inbox, updateLog, clock, log } = deps;

  /** Begins with what is kept and not in flight yet. */
  async function takeKept(inFlight: InFlightHere, signal: AbortSignal): Promise<void> {
    try {
      const read = updateLog.parked(inFlight.has);
      const kept = await withDeadline(read, { ms: READ_MS, clock, signal });
      for (const update of kept ?? []) {
        if (!signal.aborted) inFlight.begin(update);
        watch.received();
      }
    } catch (error) {
      log.debug({ reason: messageOf(error) }, 'kept_updates_not_read');
    }
  }

  return async (signal) => {
    const ended = new AbortController();
    // Every update in flight listens to it; that is no leak.
    setMaxListeners(0, ended.signal);
    const inFlight = createInFlightHere(deps, ended.signal);

    async function take(): Promise<void> {
      while (!ended.signal.aborted) {
        const seen = inbox.count();
        await takeKept(inFlight, ended.signal);
        await withDeadline(inbox.moreThan(seen), { ms: LOOK_MS, clock, signal: ended.signal });
      }
    }

    const work = Promise.all([watch.run(ended.signal), take()]);
    const end = await Promise.race([
      untilStopped(signal, ended.signal),
      untilLost(ended.signal, deps),
    ]);
    ended.abort();
    await work;
    await withDeadline(inFlight.settled(), { ms: TURN_GRACE_MS, clock });
    return end;
  };
}

interface InFlightHere {
  readonly has: (updateId: number) => boolean;
  begin(update: Update): void;
  settled(): Promise<unknown>;
}

function createInFlightHere(
  { handler, updateLog, retryWhileUnavailable, log }: Deps,
  signal: AbortSignal,
): InFlightHere {
  const running = new Map<number, Promise<void>>();

  async function handle(update: Update): Promise<void> {
    const { update_id: id } = update;
    try {
      await handler.handle(update, signal);
      // Also for an update that concerns nobody, of which nothing is recorded.
      await retryWhileUnavailable(() => updateLog.end(id, 'again'), { signal });
      running.delete(id);
    } catch (error) {
      // Interrupted by the end of this turn: the next one finds it where it is kept.
      if (!signal.aborted) log.error({ reason: messageOf(error) }, 'telegram_update_failed');
    }
  }

  return {
    has: (updateId) => running.has(updateId),
    begin(update) {
      if (!running.has(update.update_id)) running.set(update.update_id, handle(update));
    },
    settled: () => Promise.allSettled([...running.values()]),
  };
}
