// What becomes of an update, however it came in: by polling or by webhook.
import type { ChatMemberUpdated, Message, Update } from 'grammy/types';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import { createLanes } from './lanes.ts';
import type { Persist } from './persist.ts';
import type { TapHandler } from './taps.ts';
import type { UpdateLog } from './update-log.ts';

/** The kinds that jobwire asks Telegram for. */
export const ALLOWED_UPDATES = [
  'message',
  'channel_post',
  'callback_query',
  'my_chat_member',
] as const;

/** Handles one thing; throws when it must come again because `signal` ended it. */
export type Handler<T> = (item: T, signal: AbortSignal) => Promise<void>;

export interface UpdateHandler {
  /**
   * Resolves when the update was handled, which it is also when handling failed for good: it may be
   * confirmed. Rejects when `signal` (the program stops) ended it: it must come again.
   */
  handle(update: Update, signal: AbortSignal): Promise<void>;
}

interface Deps {
  readonly onTap: TapHandler;
  readonly onMessage: Handler<Message>;
  readonly onMembership: Handler<ChatMemberUpdated>;
  readonly updateLog: UpdateLog;
  readonly persist: Persist;
  readonly metrics: Metrics;
  readonly log: Logger;
}

interface Place {
  readonly chatId: number;
  readonly signal: AbortSignal;
}

export function createUpdateHandler(deps: Deps): UpdateHandler {
  const { updateLog, persist, metrics, log } = deps;
  const lanes = createLanes();

  /** One chat's messages in order, each once. */
  async function once(id: number, { chatId, signal }: Place, work: () => Promise<void>) {
    await lanes.run(String(chatId), async () => {
      if (await persist(() => updateLog.wasHandled(id), { signal })) return;
      await work();
      await persist(() => updateLog.markHandled(id), { signal });
    });
  }

  async function dispatch(update: Update, signal: AbortSignal): Promise<void> {
    const { callback_query: tap, my_chat_member: membership } = update;
    const message = update.message ?? update.channel_post;
    if (tap !== undefined) {
      metrics.updateHandled('tap');
      // Not looked up in the log: a repeated tap gets its first answer, and none waits for Redis.
      await deps.onTap(tap, signal);
    } else if (message !== undefined) {
      metrics.updateHandled(message.text?.startsWith('/') ? 'command' : 'other');
      const place = { chatId: message.chat.id, signal };
      await once(update.update_id, place, () => deps.onMessage(message, signal));
    } else if (membership !== undefined) {
      metrics.updateHandled('other');
      const place = { chatId: membership.chat.id, signal };
      await once(update.update_id, place, () => deps.onMembership(membership, signal));
    }
  }

  return {
    async handle(update, signal) {
      try {
        await dispatch(update, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        const fields = { updateId: update.update_id, reason: messageOf(error) };
        log.error(fields, 'telegram_update_failed');
      }
    },
  };
}
