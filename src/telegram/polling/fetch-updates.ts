// Long-polls getUpdates through outages. Confirms only what was handled.
import { type Api, GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import { z } from 'zod';
import { jittered } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { withDeadline } from '../../runtime/deadline.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Health } from '../../runtime/health.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import { ALLOWED_UPDATES } from '../handling/handler.ts';
import { failureOf } from '../sending/failures.ts';
import type { InFlight } from './in-flight.ts';

interface Deps {
  readonly api: Api;
  readonly inFlight: InFlight;
  readonly health: Health;
  readonly metrics: Pick<Metrics, 'polled'>;
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
 * How long Telegram may hold an empty answer back. With the timeout below, a dead connection is noticed
 * within 15 seconds.
 */
const LONG_POLL_SECONDS = 10;
export const POLL_TIMEOUT_SECONDS = 15;
/** Long enough for another program's poll to conflict. */
const PROBE_POLL_SECONDS = 3;
/** Pause between polls while updates are in flight: every answer repeats those, at once. */
const BUSY_PAUSE_MS = 200;
/** From poll to poll, whatever is answered: a server may repeat itself for ever. */
const MIN_INTERVAL_MS = 50;
/** The same after a long poll that should have been held back but was answered empty. */
const MIN_EMPTY_INTERVAL_MS = 1_000;
const BATCH = 100;

/** Fails only with PollConflict; returns nothing once `signal` is aborted. */
export type FetchUpdates = () => Promise<Update[]>;

/** `probing`: the first poll stays open for a while, so that another conflict can show. */
export function createFetchUpdates(deps: Deps, probing: boolean): FetchUpdates {
  const { api, inFlight, clock, signal, log } = deps;
  const recovery = createRecovery(deps);
  // The first answer, at once, shows whether polling works at all.
  let seconds = probing ? PROBE_POLL_SECONDS : 0;
  let notBefore = 0;

  /** Until everything in flight is handled, but not for long. */
  async function pauseBetweenPolls(): Promise<void> {
    await clock.sleep(Math.max(0, notBefore - clock.monotonic()), signal);
    if (inFlight.isEmpty()) return;
    await withDeadline(inFlight.whenEmpty(), { ms: BUSY_PAUSE_MS, clock, signal });
  }

  async function poll(): Promise<Update[]> {
    const timeout = inFlight.isEmpty() ? seconds : 0;
    const startedAt = clock.monotonic();
    notBefore = startedAt + MIN_INTERVAL_MS;
    const answer = await api.getUpdates(
      { offset: inFlight.beginPoll(), limit: BATCH, timeout, allowed_updates: ALLOWED_UPDATES },
      // The library declares an older AbortSignal; the platform's own does all that it uses.
      signal as Parameters<Api['getUpdates']>[1],
    );
    const updates = readUpdates(answer, log);
    if (updates.length === 0 && timeout > 0) notBefore = startedAt + MIN_EMPTY_INTERVAL_MS;
    seconds = LONG_POLL_SECONDS;
    deps.metrics.polled(clock.now());
    recovery.succeeded();
    return inFlight.add(updates);
  }

  async function pollOrRecover(): Promise<Update[]> {
    try {
      return await poll();
    } catch (error) {
      if (!signal.aborted) await recovery.failed(error);
      return [];
    }
  }

  return async () => {
    await pauseBetweenPolls();
    return signal.aborted ? [] : await pollOrRecover();
  };
}

const updateSchema = z.looseObject({ update_id: z.number().int().nonnegative() });

/** The updates with an id. Throws if the answer has none of them but is not empty. */
function readUpdates(answer: unknown, log: Logger): Update[] {
  if (!Array.isArray(answer)) throw malformedAnswer();
  const updates = answer.filter((one): one is Update => updateSchema.safeParse(one).success);
  if (updates.length === answer.length) return updates;
  if (updates.length === 0) throw malformedAnswer();
  // The offset of those with an id confirms them as well.
  log.warn({ count: answer.length - updates.length }, 'telegram_updates_without_id');
  return updates;
}

function malformedAnswer(): JobwireError {
  return new JobwireError(
    'unavailable',
    'the answer of the Bot API server is no list of updates; expected one like [{"update_id": 1}]',
  );
}

interface Recovery {
  /** A poll was answered. */
  succeeded(): void;
  /** Waits before the next poll; throws PollConflict if another program polls. */
  failed(error: unknown): Promise<void>;
}

const MIN_RETRY_MS = 500;
const MAX_RETRY_MS = 60_000;
/** A pause is this fraction of the outage so far, so recovery is never delayed by more. */
const RETRY_SHARE = 1 / 6;

/** For so long /readyz says that a webhook was removed: whoever set it may do so again. */
const REMEMBER_MS = 600_000;
const WEBHOOK_REMOVED =
  'a webhook was set for this bot and has been removed; if another program set it, stop that program, or give this jobwire a bot of its own from @BotFather';

function createRecovery({ api, health, clock, log, signal }: Deps): Recovery {
  let failures = 0;
  let failingSince = 0;
  let removedAt = Number.NEGATIVE_INFINITY;

  async function handleConflict(conflict: GrammyError): Promise<void> {
    if (!(await removeWebhook(conflict, api))) return;
    removedAt = clock.monotonic();
    log.warn({ reason: WEBHOOK_REMOVED }, 'telegram_webhook_removed');
  }

  function pauseAfter(error: unknown): number {
    const lastedMs = clock.monotonic() - failingSince;
    const failure = failureOf(error);
    const wantedMs = failure.kind === 'flood' ? failure.retryAfterMs : lastedMs * RETRY_SHARE;
    const ms = Math.min(Math.max(wantedMs, MIN_RETRY_MS), MAX_RETRY_MS);
    return jittered(ms, [1, 1.25], clock);
  }

  return {
    succeeded() {
      failures = 0;
      const isRecent = clock.monotonic() - removedAt < REMEMBER_MS;
      health.report('telegram', true, isRecent ? WEBHOOK_REMOVED : '');
    },
    async failed(error) {
      if (error instanceof GrammyError && error.error_code === 409) await handleConflict(error);
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

/** Removes a leftover webhook; the updates that piled up for it stay. Returns whether that succeeded. */
async function removeWebhook({ description }: GrammyError, api: Api): Promise<boolean> {
  if (!/webhook/i.test(description)) throw new PollConflict(description);
  return await api.deleteWebhook({ drop_pending_updates: false }).catch(() => false);
}
