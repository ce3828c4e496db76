// getUpdates, again and again, through outages. It confirms only what was handled.
import { type Api, GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import { z } from 'zod';
import { jittered } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Health } from '../../runtime/health.ts';
import type { Logger } from '../../runtime/logger.ts';
import { ALLOWED_UPDATES } from '../handling/handler.ts';
import { failureOf } from '../sending/failures.ts';
import type { InFlight } from './in-flight.ts';

interface Deps {
  readonly api: Api;
  readonly inFlight: InFlight;
  readonly health: Health;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborted at the end of the turn. */
  readonly signal: AbortSignal;
}

/** Another program polls with this token. */
export class PollConflict extends Error {
  override readonly name = 'PollConflict';
}

/**
 * Longest that Telegram is asked to hold an empty answer back. With the time that an answer may take,
 * a connection that swallows everything is noticed within 15 seconds.
 */
const LONG_POLL_SECONDS = 10;
export const POLL_TIMEOUT_SECONDS = 15;
/** Long enough for another program's poll to cut in. */
const WARY_POLL_SECONDS = 3;
/** Pause between polls while updates are in flight: those come with every answer, at once. */
const BUSY_PAUSE_MS = 200;
/** Least time from poll to poll, whatever is answered: a server may repeat itself for ever. */
const MIN_INTERVAL_MS = 50;
/** The same after an empty answer to a poll that was to be held back. */
const MIN_EMPTY_INTERVAL_MS = 1_000;
const BATCH = 100;

/** Fails with PollConflict alone; answers nothing once `signal` is aborted. */
export type FetchUpdates = () => Promise<Update[]>;

/** `wary`: the first poll stays open for a while, so that a conflict can show. */
export function createFetchUpdates(deps: Deps, wary: boolean): FetchUpdates {
  const { api, inFlight, clock, signal, log } = deps;
  const recovery = createRecovery(deps);
  // The first answer tells whether polling works at all.
  let seconds = wary ? WARY_POLL_SECONDS : 0;
  let notBefore = 0;

  /** Until everything in flight is handled, but not for long. */
  async function breathe(): Promise<void> {
    await clock.sleep(Math.max(0, notBefore - clock.monotonic()), signal);
    if (inFlight.isEmpty()) return;
    await withDeadline(inFlight.emptied(), { ms: BUSY_PAUSE_MS, clock, signal });
  }

  async function poll(): Promise<Update[]> {
    const timeout = inFlight.isEmpty() ? seconds : 0;
    const startedAt = clock.monotonic();
    notBefore = startedAt + MIN_INTERVAL_MS;
    const answer = await api.getUpdates(
      { offset: inFlight.offset(), limit: BATCH, timeout, allowed_updates: ALLOWED_UPDATES },
      // The library declares an older AbortSignal; the platform's own does all that it uses.
      signal as Parameters<Api['getUpdates']>[1],
    );
    const updates = readUpdates(answer, log);
    if (updates.length === 0 && timeout > 0) notBefore = startedAt + MIN_EMPTY_INTERVAL_MS;
    seconds = LONG_POLL_SECONDS;
    recovery.over();
    return inFlight.take(updates);
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

const updateSchema = z.looseObject({ update_id: z.number().int().nonnegative() });

/** Those that have an id. Throws when there are none among what was answered. */
function readUpdates(answer: unknown, log: Logger): Update[] {
  if (!Array.isArray(answer)) throw nonsense();
  const updates = answer.filter((one): one is Update => updateSchema.safeParse(one).success);
  if (updates.length === answer.length) return updates;
  if (updates.length === 0) throw nonsense();
  // The offset of those with an id confirms them as well.
  log.warn({ count: answer.length - updates.length }, 'telegram_updates_without_id');
  return updates;
}

function nonsense(): JobwireError {
  return new JobwireError(
    'unavailable',
    'the Bot API server answered something else than updates; expected a list like [{"update_id": 1}]',
  );
}

interface Recovery {
  /** A poll was answered. */
  over(): void;
  /** Waits before the next poll, or throws PollConflict when another program polls. */
  after(error: unknown): Promise<void>;
}

const MIN_RETRY_MS = 500;
const MAX_RETRY_MS = 60_000;
/** A pause is this part of the time that nothing has worked: no fault outlasts its end by more. */
const RETRY_SHARE = 1 / 6;

function createRecovery({ api, health, clock, log, signal }: Deps): Recovery {
  let failures = 0;
  let failingSince = 0;

  function pauseAfter(error: unknown): number {
    const lastedMs = clock.monotonic() - failingSince;
    const failure = failureOf(error);
    const wantedMs = failure.kind === 'flood' ? failure.retryAfterMs : lastedMs * RETRY_SHARE;
    const ms = Math.min(Math.max(wantedMs, MIN_RETRY_MS), MAX_RETRY_MS);
    return jittered(ms, [1, 1.25], clock);
  }

  return {
    over() {
      failures = 0;
      health.report('telegram', true);
    },
    async after(error) {
      if (error instanceof GrammyError && error.error_code === 409) await clearWay(error, api);
      if (failures === 0) failingSince = clock.monotonic();
      failures += 1;
      const reason = describe(error);
      health.report('telegram', false, `no updates: ${reason}`);
      const pauseMs = Math.round(pauseAfter(error));
      log.warn({ reason, failures, pauseMs }, 'telegram_polling_interrupted');
      await clock.sleep(pauseMs, signal);
    },
  };
}

function describe(error: unknown): string {
  const reason = messageOf(error);
  return failureOf(error).kind === 'unauthorized'
    ? `Telegram does not accept the bot token (${reason})`
    : reason;
}

/** A webhook of an earlier life is in the way: what piled up for it stays. */
async function clearWay({ description }: GrammyError, api: Api): Promise<void> {
  if (!/webhook/i.test(description)) throw new PollConflict(description);
  await api.deleteWebhook({ drop_pending_updates: false }).catch(() => false);
}
