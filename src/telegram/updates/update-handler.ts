// Dispatches updates: taps at once, everything else in order by chat.
import type { ChatMemberUpdated, Message, Update } from 'grammy/types';
import { createLanes } from '../../runtime/lanes.ts';
import type { Metrics } from '../../runtime/metrics.ts';
import type { DeadLetterUpdate } from '../handling/dead-letter-update.ts';
import type { Handler, UpdateHandler } from '../handling/handler.ts';
import type { Handling, IsolateUpdate } from '../handling/isolate-update.ts';
import type { TapHandler } from '../handling/tap.ts';
import { isOfServedChat } from './served-chats.ts';
import { isTalk } from './written-command.ts';

interface Deps {
  readonly onTap: TapHandler;
  readonly onMessage: Handler<Message>;
  readonly onMembership: Handler<ChatMemberUpdated>;
  readonly isolate: IsolateUpdate;
  readonly deadLetter: DeadLetterUpdate;
  readonly metrics: Metrics;
}

/** Nobody writes this much; it piles up behind a handler that hangs. */
const MAX_LANE_DEPTH = 200;

export function createUpdateHandler(deps: Deps): UpdateHandler {
  const { isolate, deadLetter, metrics } = deps;
  const lanes = createLanes();

  async function inOrder(chatId: number, handling: Handling): Promise<void> {
    const lane = String(chatId);
    if (lanes.depth(lane) < MAX_LANE_DEPTH) return lanes.run(lane, () => isolate(handling));
    const refusal = { reason: FULL, attempts: 0, isSilent: false };
    return deadLetter(handling.update, refusal, handling.signal);
  }

  async function dispatch(update: Update, signal: AbortSignal): Promise<void> {
    const { callback_query: tap, my_chat_member: membership } = update;
    const message = update.message ?? update.channel_post;
    if (!isOfServedChat(update)) return;
    checkChat(update);
    if (tap !== undefined) {
      metrics.updateHandled('tap');
      await isolate({ update, signal, work: () => deps.onTap(tap, signal) });
    } else if (message !== undefined) {
      metrics.updateHandled(message.text?.startsWith('/') ? 'command' : 'other');
      // Most messages in a group don't concern the bot, and need not wait.
      if (isTalk(message)) return;
      const work = () => deps.onMessage(message, signal);
      await inOrder(message.chat.id, { update, signal, work });
    } else if (membership !== undefined) {
      metrics.updateHandled('other');
      const work = () => deps.onMembership(membership, signal);
      await inOrder(membership.chat.id, { update, signal, work });
    }
  }

  return {
    async handle(update, signal) {
      try {
        await dispatch(update, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        // Nothing like what Telegram sends: it must not come again with each start.
        await isolate({ update, signal, work: () => Promise.reject(error) });
      }
    },
  };
}

/** Nothing could be sent to the chat of any other id, so what is queued for it would wait for ever. */
function checkChat(update: Update): void {
  const { message, channel_post: post, callback_query: tap, my_chat_member: membership } = update;
  const about = tap?.message ?? message ?? post ?? membership;
  if (about === undefined || Number.isSafeInteger(about.chat.id)) return;
  throw new Error('The id of its chat is not a whole number.');
}

const FULL = `More than ${MAX_LANE_DEPTH} updates of this chat wait to be handled.`;
