// /start: greets the person, makes them a sponsor of this chat, and reactivates the chat.
import { hasAnyRole, isApproverSomewhere, type Member } from '../../../audience/access.ts';
import { settingsOf } from '../../../audience/address-settings.ts';
import type { Chat, Subscription } from '../../../audience/chat-book.ts';
import { codeExcerpt, excerpt } from '../../../message/text/excerpt.ts';
import { join, styled } from '../../../message/text/rich-text.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  replyWith,
} from '../command/command.ts';
import { chatSummary, effectiveSubscriptions } from './chat-summary.ts';

const MAX_NAME_UNITS = 60;

export const start: Command<Pick<ChatCommandDeps, 'chatBook'>> = {
  name: 'start',
  access: 'anyone',
  example: '/start',
  async run(call, deps) {
    const { voice, member } = call;
    const name = excerpt(call.userName, MAX_NAME_UNITS);
    const greeting = voice.speak('reply-start-greeting', { name });
    if (!hasAnyRole(member)) {
      return replyWith(join([greeting, strangerText(call)], '\n\n'));
    }
    const chat = await deps.chatBook.update(call.chat.id, (stored) =>
      started(stored ?? call.chat, call),
    );
    const summary = chatSummary(
      settingsOf(chat, call.address).level,
      await effectiveSubscriptions(chat, call.address, deps),
      voice,
    );
    const change = voice.speak(`reply-start-change-${chat.kind}`);
    return replyWith(join([greeting, summary, change], '\n\n'));
  },
};

/** For a person without a role: their id, and whom to ask. */
export function strangerText({ voice, userId }: Pick<CommandCall, 'voice' | 'userId'>) {
  return voice.speak('reply-no-role', {
    id: styled(codeExcerpt(String(userId), MAX_NAME_UNITS), { type: 'code' }),
    grant: styled(`/grant ${userId} viewer`, { type: 'code' }),
  });
}

/**
 * A private chat starts with everything that its person may see, a group with nothing. Where a producer
 * names a group as recipient, it gets what its sponsors may see; so a viewer does not become one.
 */
function started({ inactive: _, ...chat }: Chat, { userId, member }: CommandCall): Chat {
  if (chat.sponsors.includes(userId) || !maySponsor(chat, member)) return chat;
  const sponsors = [...chat.sponsors, userId];
  if (chat.kind === 'group' || chat.sponsors.length > 0) return { ...chat, sponsors };
  const everything: Subscription = { kind: 'everything', id: '', by: userId };
  const others = chat.subscriptions.filter(({ kind }) => kind !== 'everything');
  return { ...chat, sponsors, subscriptions: [...others, everything] };
}

function maySponsor({ kind }: Chat, member: Member | undefined): boolean {
  return kind === 'private' || isApproverSomewhere(member);
}
