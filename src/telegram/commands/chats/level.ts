// /level: how much of its subscriptions this chat gets.
import { LEVELS } from '../../../audience/chat-book.ts';
import { styled } from '../../../message/text/rich-text.ts';
import { levelChoices } from '../command/choices.ts';
import { type ChatCommandDeps, type Command, replyWith, USAGE } from '../command/command.ts';
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
    const chosen = LEVELS.find((one) => one === given.toLowerCase());
    if (chosen === undefined || more.length > 0) return USAGE;
    if (!(await mayChangeChat(call, deps))) return replyWith(voice.speak('reply-change-forbidden'));
    await deps.chatBook.update(chat.id, (stored) => ({ ...(stored ?? chat), level: chosen }));
    const label = styled(voice.speak(`reply-level-${chosen}`), { type: 'bold' });
    return replyWith(signed(voice.speak('reply-level-set', { level: label }), call));
  },
};
