// What a chat, or one topic of it, gets.
import type { Address, Chat, Subscription } from '../../audience/chat-book.ts';
import { shorten } from '../../message/cut.ts';
import { join, type RichText } from '../../message/rich-text.ts';
import { idText, type Voice } from '../../message/voice.ts';

/** More than this are counted, not listed. */
const MOST_LISTED = 30;

export function subscriptionsOf(chat: Chat, { topicId }: Address): Subscription[] {
  const here = chat.subscriptions.filter((one) => one.topicId === topicId);
  // Several people may have subscribed the same thing, each with their own rights.
  return here.filter(
    (one, at) => here.findIndex(({ kind, id }) => kind === one.kind && id === one.id) === at,
  );
}

export function chatSummary(chat: Chat, address: Address, voice: Voice): RichText {
  const { speak } = voice;
  const subscriptions = subscriptionsOf(chat, address);
  const level = speak('reply-level-is', { level: speak(`reply-level-${chat.level}`) });
  if (subscriptions.length === 0) return join([speak('reply-nothing-subscribed'), level], '\n');
  const listed = subscriptions.slice(0, MOST_LISTED).map((one) => subscriptionText(one, voice));
  const more = subscriptions.length - listed.length;
  const rest = more === 0 ? [] : [speak('reply-more', { count: more })];
  return shorten(join([speak('reply-gets'), ...listed, ...rest, level], '\n'), 3_500);
}

export function subscriptionText({ kind, id }: Subscription, { speak }: Voice): RichText {
  return speak(`reply-subscription-${kind}`, { id: idText(id) });
}
