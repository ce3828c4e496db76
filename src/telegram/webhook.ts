// Updates that Telegram brings by itself. The HTTP route hands over the secret header and the body.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Update } from 'grammy/types';
import { z } from 'zod';
import type { UpdateHandler } from './update-handler.ts';

/**
 * `taken`: answer 200; `forbidden`: the secret is missing or wrong; `invalid`: not an update;
 * `again`: answer 503, Telegram brings it again.
 */
export type WebhookResult = 'taken' | 'forbidden' | 'invalid' | 'again';

/** `secretHeader` is X-Telegram-Bot-Api-Secret-Token, `body` the parsed JSON. */
export type HandleWebhook = (
  secretHeader: string | undefined,
  body: unknown,
) => Promise<WebhookResult>;

interface Deps {
  readonly secret: string;
  readonly handler: UpdateHandler;
  /** Aborted when the program stops. */
  readonly signal: AbortSignal;
}

const updateSchema = z.looseObject({ update_id: z.number().int() });

export function createHandleWebhook({ secret, handler, signal }: Deps): HandleWebhook {
  return async (secretHeader, body) => {
    if (secretHeader === undefined || !isEqual(secretHeader, secret)) return 'forbidden';
    if (!updateSchema.safeParse(body).success) return 'invalid';
    if (signal.aborted) return 'again';
    try {
      // Telegram's own server is the only one that knows the secret: its updates are well-formed.
      await handler.handle(body as Update, signal);
      return 'taken';
    } catch {
      return 'again';
    }
  };
}

/** Takes the same time wherever the two differ, and whatever their lengths. */
function isEqual(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return expected !== '' && timingSafeEqual(digest(given), digest(expected));
}
