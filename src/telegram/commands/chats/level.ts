// /level: how much of its subscriptions this chat gets.
import { LEVELS, type Level } from '../../../audience/chat-book.ts';
import type { Voice } from '../../../message/locale/voice.ts';
import { styled } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import { levelChoices } from '../command/choices.ts';
import { type ChatCommandDeps, type Command, replyWith, usageReply } from '../command/command.ts';
import { mayChangeChat, signed } from './group-changes.ts';

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes'>;

export const level: Command<Deps> = {
  name: 'level',
  access: 'member',
  example: '/level errors',
  async run(call, deps) {
    const { words, chat, voice } = call;
    const [given, ...more] = words;
    if (given === undefined) {
      const { body, buttons } = levelChoices(chat.level, voice);
      return replyWith(body, buttons);
    }
    const chosen = levelCalled(given, voice);
    if (chosen === undefined) {
      const { buttons } = levelChoices(chat.level, voice);
      return { ...usageReply(call, 'reply-no-level', { given }), ...defined({ buttons }) };
    }
    if (more.length > 0) return usageReply(call, 'reply-surplus', { given: more[0] });
    if (!(await mayChangeChat(call, deps))) return replyWith(voice.speak('reply-change-forbidden'));
    await deps.chatBook.update(chat.id, (stored) => ({ ...(stored ?? chat), level: chosen }));
    const label = styled(voice.speak(`reply-level-${chosen}-posts`), { type: 'bold' });
    return replyWith(signed(voice.speak('reply-level-set', { level: label }), call));
  },
};

/** By its own name, or by that in the chat's language. */
function levelCalled(given: string, { speak }: Voice): Level | undefined {
  const word = given.toLowerCase();
  return LEVELS.find(
    (one) => one === word || speak(`reply-level-${one}`).text.toLowerCase() === word,
  );
}
