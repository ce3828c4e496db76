// /cards: whether running jobs have live cards here, or their steps come as news.
import { styled } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import { CARD_SETTINGS, cardChoices, cardSetting, withCards } from '../command/choices.ts';
import { type ChatCommandDeps, type Command, replyWith, usageReply } from '../command/command.ts';
import { mayChangeChat, signed } from './group-changes.ts';

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes'>;

export const cards: Command<Deps> = {
  name: 'cards',
  access: 'member',
  example: '/cards off',
  async run(call, deps) {
    const { words, chat, voice } = call;
    const [given, ...more] = words;
    if (given === undefined) {
      const { body, buttons } = cardChoices(cardSetting(chat), voice);
      return replyWith(body, buttons);
    }
    const chosen = CARD_SETTINGS.find((one) => one === given.toLowerCase());
    if (chosen === undefined) {
      const { buttons } = cardChoices(cardSetting(chat), voice);
      return { ...usageReply(call, 'reply-no-cards', { given }), ...defined({ buttons }) };
    }
    if (more.length > 0) return usageReply(call, 'reply-surplus', { given: more[0] });
    if (!(await mayChangeChat(call, deps))) return replyWith(voice.speak('reply-change-forbidden'));
    await deps.chatBook.update(chat.id, (stored) => withCards(stored ?? chat, chosen));
    const label = styled(voice.speak(`reply-cards-${chosen}`), { type: 'bold' });
    return replyWith(signed(voice.speak('reply-cards-set', { cards: label }), call));
  },
};
