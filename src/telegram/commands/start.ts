// /start: greets, makes the person one of those who set this chat up, brings a chat back to life.
import { hasAnyRole } from '../../audience/access.ts';
import type { Chat, Subscription } from '../../audience/chat-book.ts';
import { codeExcerpt, excerpt } from '../../message/excerpt.ts';
import { join, styled } from '../../message/rich-text.ts';
import { chatSummary } from './chat-summary.ts';
import { type Command, type CommandCall, said } from './command.ts';

const LONGEST_NAME = 60;

export const start: Command = {
  name: 'start',
  access: 'anyone',
  example: '/start',
  async run(call, { chatBook }) {
    const { voice, userId, member } = call;
    const name = excerpt(call.userName, LONGEST_NAME);
    const greeting = voice.speak('reply-start-greeting', { name });
    if (!hasAnyRole(member)) {
      return said(join([greeting, strangerText(call)], '\n\n'));
    }
    const chat = await chatBook.update(call.chat.id, (stored) =>
      started(stored ?? call.chat, userId),
    );
    const summary = chatSummary(chat, call.address, voice);
    const change = voice.speak(`reply-start-change-${chat.kind}`);
    return said(join([greeting, summary, change], '\n\n'));
  },
};

/** For a person without a role: their id, and whom to ask. */
export function strangerText({ voice, userId }: Pick<CommandCall, 'voice' | 'userId'>) {
  return voice.speak('reply-no-role', {
    id: styled(codeExcerpt(String(userId), LONGEST_NAME), { type: 'code' }),
    grant: styled(`/grant ${userId} viewer`, { type: 'code' }),
  });
}

/** A private chat starts with all that its person may see; a group starts with nothing. */
function started({ inactive: _, ...chat }: Chat, userId: number): Chat {
  if (chat.sponsors.includes(userId)) return chat;
  const sponsors = [...chat.sponsors, userId];
  if (chat.kind === 'group' || chat.sponsors.length > 0) return { ...chat, sponsors };
  const everything: Subscription = { kind: 'everything', id: '', by: userId };
  const others = chat.subscriptions.filter(({ kind }) => kind !== 'everything');
  return { ...chat, sponsors, subscriptions: [...others, everything] };
}
