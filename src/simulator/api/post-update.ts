// Posts one update to the bot's webhook, with retries until a 2xx.

import { backoff } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import { withRetry } from '../../runtime/retry.ts';
import type { Update } from './update-queue.ts';

interface Address {
  readonly url: string;
  readonly secret: string;
}

/** Resolves once it was accepted or `signal` is aborted. Never rejects. */
export type Post = (update: Update, to: Address, signal: AbortSignal) => Promise<void>;

interface Deps {
  readonly clock: Clock;
  /** Called for every failed attempt. */
  failed(message: string): void;
}

const pauseMs = backoff({ firstMs: 1_000, maxMs: 60_000 });
const POST_TIMEOUT_MS = 60_000;

export function createPost({ clock, failed }: Deps): Post {
  const onFailure = (error: unknown) => failed(reasonOf(error));
  return (update, to, signal) =>
    withRetry(() => post(update, to, signal), { pauseMs, clock, signal, onFailure });
}

/** Resolves on a 2xx. */
async function post(update: Update, { url, secret }: Address, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      ...(secret === '' ? {} : { 'x-telegram-bot-api-secret-token': secret }),
    },
    body: JSON.stringify(update),
    signal: AbortSignal.any([signal, AbortSignal.timeout(POST_TIMEOUT_MS)]),
  });
  await response.arrayBuffer();
  if (response.ok) return;
  throw new Error(`Wrong response from the webhook: ${response.status} ${response.statusText}`);
}

/** In Telegram's words; `fetch` throws a TypeError if there is no answer. */
function reasonOf(error: unknown): string {
  return error instanceof TypeError ? 'Connection refused' : messageOf(error);
}
