// One turn at polling. Fetching goes on while updates are handled, so that a slow command holds up
// no tap; the offset confirms an update only after it was handled.
import { createConcurrentSink, createRunner, createSource } from '@grammyjs/runner';
import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Health } from '../health.ts';
import { LEASE_RENEWAL_MS, type Lease } from '../lease.ts';
import type { Logger } from '../logger.ts';
import { createFetchUpdates, PollEnded } from './fetch-updates.ts';
import { createInHand } from './in-hand.ts';
import type { UpdateHandler } from './update-handler.ts';
import { atMost } from './waiting.ts';

export interface PollerDeps {
  /** A client whose calls may take longer than a long poll does. */
  readonly api: Api;
  readonly lease: Lease;
  readonly handler: UpdateHandler;
  readonly health: Health;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * `lost`: another replica has the lease. `conflict`: another program polls with this token.
 * `unauthorized`: there is no such bot.
 */
export type TurnEnd = 'stopped' | 'lost' | 'conflict' | 'unauthorized';

/** `wary`: after a conflict, polling counts as working only when nobody cut in for a while. */
export type PollTurn = (signal: AbortSignal, wary: boolean) => Promise<TurnEnd>;

/** How long updates in hand may take to finish when the turn ends. */
const GRACE_MS = 2_500;

export function createPollTurn(deps: PollerDeps): PollTurn {
  const { lease, handler, clock, log } = deps;

  /** Resolves when another replica took the lease, or when the turn ended. */
  async function untilLost(ended: AbortSignal): Promise<boolean> {
    while (!ended.aborted) {
      await clock.sleep(LEASE_RENEWAL_MS, ended);
      if (ended.aborted) return false;
      try {
        if ((await lease.hold()) === undefined) return true;
      } catch (error) {
        // Redis is away, for the others most likely as well. Taps must still be answered.
        log.debug({ reason: messageOf(error) }, 'poll_lease_not_renewed');
      }
    }
    return false;
  }

  return async (signal, wary) => {
    const inHand = createInHand();
    const work = new Set<Promise<void>>();
    const ended = new AbortController();

    async function handle(update: Update): Promise<void> {
      const job = handler.handle(update, ended.signal).then(
        () => inHand.done(update.update_id),
        // Cut short by the end of this turn: it stays unconfirmed and comes again.
        () => {},
      );
      work.add(job);
      await job;
      work.delete(job);
    }

    const supply = createFetchUpdates({ ...deps, inHand, signal: ended.signal }, wary);
    const sink = createConcurrentSink({ consume: handle }, async (error) => {
      log.error({ reason: messageOf(error) }, 'telegram_update_failed');
    });
    const runner = createRunner(createSource({ supply }), sink);
    runner.start();
    const stopped = new Promise<TurnEnd>((resolve) => {
      const stop = () => resolve('stopped');
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true, signal: ended.signal });
    });
    const lost = untilLost(ended.signal).then((isLost): TurnEnd => (isLost ? 'lost' : 'stopped'));
    const broken = (runner.task() ?? Promise.resolve()).then(
      (): TurnEnd => 'stopped',
      (error: unknown): TurnEnd => endOf(error, deps),
    );
    const end = await Promise.race([stopped, lost, broken]);
    ended.abort();
    await runner.stop();
    await atMost(Promise.allSettled([...work]), { ms: GRACE_MS, clock });
    return end;
  };
}

function endOf(error: unknown, { health, log }: PollerDeps): TurnEnd {
  if (!(error instanceof PollEnded)) {
    log.error({ reason: messageOf(error) }, 'telegram_polling_failed');
    return 'conflict';
  }
  if (error.why === 'unauthorized') {
    health.report('telegram', false, 'Telegram does not know this bot token');
    log.error({ reason: error.message }, 'telegram_unauthorized');
    return 'unauthorized';
  }
  health.report('telegram', false, 'another program polls with this bot token');
  log.warn({ reason: error.message }, 'telegram_polling_conflict');
  return 'conflict';
}
