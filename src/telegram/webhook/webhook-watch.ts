// Tells Telegram where to post updates, and looks every minute whether it still does and can; /readyz shows
// what Telegram says.
import { type Api, GrammyError } from 'grammy';
import type { WebhookInfo } from 'grammy/types';
import { backoff, jittered } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Health } from '../../runtime/health.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { Secret } from '../../runtime/secret.ts';
import { ALLOWED_UPDATES } from '../handling/handler.ts';
import type { TelegramTime } from '../handling/telegram-time.ts';
import { failureOf } from '../sending/failures.ts';

export interface WebhookAddress {
  readonly url: string;
  readonly secret: Secret;
}

export interface WebhookWatch {
  /** Until `signal` is aborted. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
  /** An update came. */
  received(): void;
}

interface Deps {
  readonly api: Api;
  readonly address: WebhookAddress;
  readonly telegramTime: Pick<TelegramTime, 'now'>;
  readonly health: Health;
  readonly metrics: Pick<Metrics, 'webhookPending'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Telegram's default. Keeping an update takes milliseconds, so more would gain nothing. */
const MAX_CONNECTIONS = 40;
const CHECK_MS = 60_000;
/** While Telegram can't deliver: the end of that shows soon. */
const FAILING_CHECK_MS = 10_000;
const JITTER = [0.9, 1.1] as const;
const growingPauseMs = backoff({ firstMs: 500, maxMs: 60_000 });

export function createWebhookWatch(deps: Deps): WebhookWatch {
  const { address, telegramTime, health, clock, log } = deps;
  const { setWebhook, getWebhookInfo } = createCalls(deps);
  /** By Telegram's clock, as the errors that it reports. */
  let lastReceivedAt = Number.NEGATIVE_INFINITY;

  function report(info: WebhookInfo): number {
    deps.metrics.webhookPending(info.pending_update_count);
    const failedAt = (info.last_error_date ?? 0) * 1_000;
    const isFailing = info.pending_update_count > 0 && failedAt > lastReceivedAt;
    health.report('telegram', !isFailing, describe(info, { isFailing, now: telegramTime.now() }));
    return jittered(isFailing ? FAILING_CHECK_MS : CHECK_MS, JITTER, clock);
  }

  function failed(error: unknown, failures: number): number {
    const { detail, pauseMs } = explain(error, failures);
    health.report('telegram', false, detail);
    const fields = { reason: detail, failures, pauseMs };
    if (isRefusal(error)) log.error(fields, 'telegram_webhook_refused');
    else log.warn(fields, 'telegram_webhook_interrupted');
    return jittered(pauseMs, [1, 1.25], clock);
  }

  return {
    received() {
      lastReceivedAt = telegramTime.now();
    },
    async run(signal) {
      // Telegram does not show the secret, so whether that changed can't be seen: it is set once a turn.
      let isSet = false;
      let failures = 0;

      async function step(): Promise<number> {
        try {
          if (!isSet) await setWebhook(signal);
          isSet = true;
          const info = await getWebhookInfo(signal);
          isSet = isAsSet(info, address.url);
          if (!isSet) throw new Error(CHANGED);
          failures = 0;
          return report(info);
        } catch (error) {
          if (signal.aborted) return 0;
          failures += 1;
          return failed(error, failures);
        }
      }

      while (!signal.aborted) await clock.sleep(await step(), signal);
      // From now on another replica asks.
      deps.metrics.webhookPending(undefined);
    },
  };
}

function createCalls({ api, address }: Deps) {
  const { url, secret } = address;
  // The library declares an older AbortSignal; the platform's own does all that it uses.
  type Signal = Parameters<Api['getWebhookInfo']>[0];
  return {
    async setWebhook(signal: AbortSignal): Promise<void> {
      const settings = {
        secret_token: secret.reveal(),
        allowed_updates: ALLOWED_UPDATES,
        max_connections: MAX_CONNECTIONS,
        drop_pending_updates: false,
      };
      await api.setWebhook(url, settings, signal as unknown as Signal);
    },
    getWebhookInfo: (signal: AbortSignal) => api.getWebhookInfo(signal as unknown as Signal),
  };
}

function isAsSet(info: WebhookInfo, url: string): boolean {
  const { allowed_updates: kinds = [], max_connections: connections } = info;
  return (
    info.url === url &&
    connections === MAX_CONNECTIONS &&
    kinds.length === ALLOWED_UPDATES.length &&
    ALLOWED_UPDATES.every((kind) => kinds.includes(kind))
  );
}

const CHANGED =
  'another program changed or removed the webhook of this bot; stop it, or give this jobwire a bot of its own from @BotFather';

interface Standing {
  readonly isFailing: boolean;
  readonly now: number;
}

/** Without the address, because the path of a webhook may be a secret. */
function describe(info: WebhookInfo, { isFailing, now }: Standing): string {
  const { pending_update_count: pending, last_error_date: at, last_error_message: error } = info;
  const waiting = pending === 0 ? '' : `; ${pending} wait at Telegram`;
  if (at === undefined || error === undefined) return `updates come by webhook${waiting}`;
  const minutes = Math.max(0, Math.round((now / 1_000 - at) / 60));
  if (!isFailing) return `updates come by webhook${waiting}; ${minutes} min ago: ${error}`;
  return `Telegram can't deliver to WEBHOOK_URL: ${error} (${minutes} min ago)${waiting}; expected an address that leads to POST /telegram/webhook of the HTTP API`;
}

interface Explanation {
  readonly detail: string;
  readonly pauseMs: number;
}

function explain(error: unknown, failures: number): Explanation {
  const reason = messageOf(error);
  const failure = failureOf(error);
  const pauseMs = growingPauseMs(failures);
  if (failure.kind === 'flood') {
    return { detail: `Telegram delays the webhook: ${reason}`, pauseMs: failure.retryAfterMs };
  }
  if (failure.kind === 'unauthorized') {
    return { detail: `Telegram does not accept the bot token (${reason})`, pauseMs };
  }
  if (isRefusal(error)) return { detail: `${REFUSED} (${reason})`, pauseMs };
  return {
    detail: reason === CHANGED ? reason : `no answer about the webhook: ${reason}`,
    pauseMs,
  };
}

const REFUSED =
  'Telegram refuses WEBHOOK_URL; expected an https address with a valid certificate on port 443, 80, 88 or 8443 that it reaches, like https://jobs.example.org/telegram/webhook';

function isRefusal(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code === 400;
}
