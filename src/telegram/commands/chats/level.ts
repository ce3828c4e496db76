// /level: how much this chat hears of what it is subscribed to.
import { LEVELS } from '../../../audience/chat-book.ts';
import { styled } from '../../../message/text/rich-text.ts';
import { levelChoices } from '../command/choices.ts';
import { type ChatCommandDeps, type Command, said, USAGE } from '../command/command.ts';
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
      return said(body, buttons);
    }
    const chosen = LEVELS.find((one) => one === given.toLowerCase());
    if (chosen === undefined || more.length > 0) return USAGE;
    if (!(await mayChangeChat(call, deps))) return said(voice.speak('reply-change-forbidden'));
    await deps.chatBook.update(chat.id, (stored) => ({ ...(stored ?? chat), level: chosen }));
    const label = styled(voice.speak(`reply-level-${chosen}`), { type: 'bold' });
    return said(signed(voice.speak('reply-level-set', { level: label }), call));
  },
};
