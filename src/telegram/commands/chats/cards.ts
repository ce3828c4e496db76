// /cards: whether running jobs have live cards here, or their steps come as news.
import { styled } from '../../../message/text/rich-text.ts';
import { CARD_SETTINGS, cardChoices, cardSetting, withCards } from '../command/choices.ts';
import { type ChatCommandDeps, type Command, replyWith, USAGE } from '../command/command.ts';
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
    if (chosen === undefined || more.length > 0) return USAGE;
    if (!(await mayChangeChat(call, deps))) return replyWith(voice.speak('reply-change-forbidden'));
    await deps.chatBook.update(chat.id, (stored) => withCards(stored ?? chat, chosen));
    const label = styled(voice.speak(`reply-cards-${chosen}`), { type: 'bold' });
    return replyWith(signed(voice.speak('reply-cards-set', { cards: label }), call));
  },
};
