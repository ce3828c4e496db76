// getUpdates, again and again, through outages. It confirms only what was handled.
import { type Api, GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Health } from '../health.ts';
import type { Logger } from '../logger.ts';
import { failureOf } from './failures.ts';
import type { InHand } from './in-hand.ts';
import { ALLOWED_UPDATES } from './update-handler.ts';
import { atMost } from './waiting.ts';

interface Deps {
  readonly api: Api;
  readonly inHand: InHand;
  readonly health: Health;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborted at the end of the turn. */
  readonly signal: AbortSignal;
}

/** Polling can't go on; see TurnEnd. */
export class PollEnded extends Error {
  readonly why: 'conflict' | 'unauthorized';

  constructor(why: PollEnded['why'], reason: string) {
    super(reason);
    this.name = 'PollEnded';
    this.why = why;
  }
}

/** Longest that Telegram is asked to hold an empty answer back. */
export const LONG_POLL_SECONDS = 25;
/** Long enough for another program's poll to cut in. */
const WARY_POLL_SECONDS = 3;
/** Pause between polls while updates are in hand: those come with every answer, at once. */
const BUSY_PAUSE_MS = 200;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
const BATCH = 100;

/** Fails with PollEnded alone; answers nothing once `signal` is aborted. */
export type FetchUpdates = () => Promise<Update[]>;

/** `wary`: the first poll stays open for a while, so that a conflict can show. */
export function createFetchUpdates(deps: Deps, wary: boolean): FetchUpdates {
  const { api, inHand, clock, signal } = deps;
  const recovery = createRecovery(deps);
  // The first answer tells whether polling works at all.
  let seconds = wary ? WARY_POLL_SECONDS : 0;

  /** Until everything in hand is handled, but not for long. */
  async function breathe(): Promise<void> {
    if (inHand.isEmpty()) return;
    await atMost(inHand.emptied(), { ms: BUSY_PAUSE_MS, clock, signal });
  }

  async function poll(): Promise<Update[]> {
    const updates = await api.getUpdates(
      {
        offset: inHand.offset(),
        limit: BATCH,
        timeout: inHand.isEmpty() ? seconds : 0,
        allowed_updates: ALLOWED_UPDATES,
      },
      // The library declares an older AbortSignal; the platform's own does all that it uses.
      signal as Parameters<Api['getUpdates']>[1],
    );
    seconds = LONG_POLL_SECONDS;
    recovery.over();
    return inHand.take(updates);
  }

  async function pollOrRecover(): Promise<Update[]> {
    try {
      return await poll();
    } catch (error) {
      if (!signal.aborted) await recovery.after(error);
      return [];
    }
  }

  return async () => {
    await breathe();
    return signal.aborted ? [] : await pollOrRecover();
  };
}

interface Recovery {
  /** A poll was answered. */
  over(): void;
  /** Waits before the next poll, or throws PollEnded when there can be none. */
  after(error: unknown): Promise<void>;
}

function createRecovery({ api, health, clock, log, signal }: Deps): Recovery {
  let failures = 0;
  return {
    over() {
      failures = 0;
      health.report('telegram', true);
    },
    async after(error) {
      const failure = failureOf(error);
      if (failure.kind === 'unauthorized') throw new PollEnded('unauthorized', messageOf(error));
      if (error instanceof GrammyError && error.error_code === 409) await clearWay(error, api);
      failures += 1;
      const reason = messageOf(error);
      health.report('telegram', false, `no updates: ${reason}`);
      log.warn({ reason, failures }, 'telegram_polling_interrupted');
      const growing = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
      const ms = failure.kind === 'flood' ? failure.retryAfterMs : growing;
      await clock.sleep(ms * (1 + clock.random() / 4), signal);
    },
  };
}

/** A webhook of an earlier life is in the way: what piled up for it stays. */
async function clearWay({ description }: GrammyError, api: Api): Promise<void> {
  if (!/webhook/i.test(description)) throw new PollEnded('conflict', description);
  await api.deleteWebhook({ drop_pending_updates: false }).catch(() => false);
}
