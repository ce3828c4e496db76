// One update to the bot's webhook, again and again until a 2xx.
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Update } from './update-queue.ts';

interface Address {
  readonly url: string;
  readonly secret: string;
}

/** Resolves when it was taken, or `signal` is aborted. Never rejects. */
export type Post = (update: Update, to: Address, signal: AbortSignal) => Promise<void>;

interface Deps {
  readonly clock: Clock;
  /** Told of every failed attempt. */
  failed(message: string): void;
}

const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 60_000;
const POST_TIMEOUT_MS = 60_000;

export function createPost({ clock, failed }: Deps): Post {
  return async (update, to, signal) => {
    let pauseMs = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      const failure = await attempt(update, to, signal);
      if (failure === undefined || signal.aborted) return;
      failed(failure);
      await clock.sleep(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
    }
  };
}

/** What went wrong; `undefined` for a 2xx. */
async function attempt(
  update: Update,
  { url, secret }: Address,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
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
    if (response.ok) return undefined;
    return `Wrong response from the webhook: ${response.status} ${response.statusText}`;
  } catch (error) {
    return error instanceof TypeError ? 'Connection refused' : messageOf(error);
  }
}
