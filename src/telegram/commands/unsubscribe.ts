// /unsubscribe: this chat, or this topic, no longer gets something.
import { byBeginning } from './beginnings.ts';
import { subscriptionsOf, subscriptionText } from './chat-summary.ts';
import { type Command, said, USAGE } from './command.ts';
import { severalText } from './sight.ts';
import { kindOf } from './subscribe.ts';

export const unsubscribe: Command = {
  name: 'unsubscribe',
  access: 'member',
  example: '/unsubscribe project acme/web',
  async run(call, { chatBook }) {
    const { words, chat, address, voice } = call;
    const kind = kindOf(words);
    if (kind === undefined) return USAGE;
    const here = subscriptionsOf(chat, address).filter((one) => one.kind === kind);
    const everything = here.find((one) => one.kind === 'everything');
    const found =
      everything === undefined
        ? byBeginning(here, ({ id }) => id, words[1] ?? '')
        : ({ kind: 'one', item: everything } as const);
    if (found.kind === 'several') return said(severalText(found.ids, call));
    if (found.kind === 'none') return said(voice.speak('reply-not-subscribed'));
    const { id, topicId } = found.item;
    await chatBook.update(chat.id, (stored = chat) => ({
      ...stored,
      subscriptions: stored.subscriptions.filter(
        (one) => one.kind !== kind || one.id !== id || one.topicId !== topicId,
      ),
    }));
    return said(voice.speak('reply-unsubscribed', { what: subscriptionText(found.item, voice) }));
  },
};
