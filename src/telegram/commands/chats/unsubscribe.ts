// /unsubscribe: this chat, or this topic, no longer gets something.
import type { Subscription } from '../../../audience/chat-book.ts';
import { isShownAt } from '../../../audience/chat-scope.ts';
import { findByPrefix, type PrefixMatch } from '../../../event/find-by-prefix.ts';
import { join, type RichText } from '../../../message/text/rich-text.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  replyWith,
} from '../command/command.ts';
import { speakHere } from '../command/place.ts';
import { severalText } from '../command/visibility.ts';
import { effectiveSubscriptions, subscriptionList, subscriptionText } from './chat-summary.ts';
import { mayRemove, signed } from './group-changes.ts';
import { widerThan } from './narrow.ts';
import { subscriptionKind, wrongSubscription } from './subscribe.ts';

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes'>;

export const unsubscribe: Command<Deps> = {
  name: 'unsubscribe',
  access: 'member',
  example: '/unsubscribe project acme/web',
  async run(call, deps) {
    const { words, chat, voice } = call;
    const kind = subscriptionKind(words);
    if (kind === undefined) return wrongSubscription(call);
    const found = await find(kind, words[1] ?? '', { call, deps });
    if (found.kind === 'several') return replyWith(severalText(found.ids, call));
    if (found.kind === 'none') {
      const wanted = { kind, id: words[1] ?? '' };
      const rest = await restText(wanted, call, deps);
      return replyWith(join([speakHere('reply-not-subscribed', call), ...rest], '\n'));
    }
    const isChosen = (one: Subscription) =>
      one.kind === found.item.kind &&
      one.id === found.item.id &&
      isShownAt(chat, call.address, one.topicId);
    if (!(await mayRemove(call, chat.subscriptions.filter(isChosen), deps))) {
      return replyWith(voice.speak('reply-change-forbidden'));
    }
    await deps.chatBook.update(chat.id, (stored = chat) => ({
      ...stored,
      subscriptions: stored.subscriptions.filter((one) => !isChosen(one)),
    }));
    const what = subscriptionText(found.item, voice);
    const done = [
      speakHere('reply-unsubscribed', call, { what }),
      ...(await restText(found.item, call, deps)),
    ];
    return replyWith(signed(join(done, '\n'), call));
  },
};

/** What still brings it, as a part of more: nobody shall think that it ended. */
async function restText(
  ended: Pick<Subscription, 'kind' | 'id'> & Partial<Subscription>,
  { chat, address, voice }: CommandCall,
  { chatBook }: Deps,
): Promise<RichText[]> {
  const stored = (await chatBook.get(chat.id)) ?? chat;
  const here = await effectiveSubscriptions(stored, address, { chatBook });
  const { members } = await chatBook.audience();
  const projects = ended.projectId === undefined ? undefined : [ended.projectId];
  const rest = widerThan(ended, projects, { here, members });
  return rest.length === 0
    ? []
    : [voice.speak('reply-still-followed', { rest: subscriptionList(rest, voice) })];
}

/** One without effect is only found by its full id, since /subscriptions does not show it. */
async function find(
  kind: Subscription['kind'],
  given: string,
  { call, deps }: { readonly call: CommandCall; readonly deps: Deps },
): Promise<PrefixMatch<Subscription>> {
  const { chat, address } = call;
  const exact = chat.subscriptions.find(
    (one) => one.kind === kind && one.id === given && isShownAt(chat, address, one.topicId),
  );
  if (exact !== undefined) return { kind: 'one', item: exact };
  const here = (await effectiveSubscriptions(chat, address, deps)).filter(
    (one) => one.kind === kind,
  );
  return findByPrefix(here, ({ id }) => id, given);
}
