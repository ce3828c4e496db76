// /cards: whether running jobs have live cards in this chat or topic, or their steps come as news.
import {
  CARD_SETTINGS,
  type CardSetting,
  settingsOf,
  withoutOwnSettings,
  withSettings,
} from '../../../audience/address-settings.ts';
import type { Voice } from '../../../message/locale/voice.ts';
import { join, styled } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import { cardChoices } from '../command/choices.ts';
import { type ChatCommandDeps, type Command, replyWith, usageReply } from '../command/command.ts';
import { mayChangeHere, meansGroup, notes, signed } from './group-changes.ts';

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes'>;

export const cards: Command<Deps> = {
  name: 'cards',
  access: 'member',
  isAsInGroup: true,
  example: '/cards off',
  async run(call, deps) {
    const { words, chat, address, voice } = call;
    const [given, ...more] = words;
    if (given === undefined) {
      const { body, buttons } = cardChoices(call);
      return replyWith(body, buttons);
    }
    const follows = meansGroup(given, call);
    const chosen = cardsCalled(given, voice);
    if (chosen === undefined && !follows) {
      const { buttons } = cardChoices(call);
      return { ...usageReply(call, 'reply-no-cards', { given }), ...defined({ buttons }) };
    }
    if (more.length > 0) return usageReply(call, 'reply-surplus', { given: more[0] });
    if (!(await mayChangeHere(call, deps))) return replyWith(voice.speak('reply-change-forbidden'));
    const changed = await deps.chatBook.update(chat.id, (stored = chat) =>
      chosen === undefined
        ? withoutOwnSettings(stored, address, ['cards'])
        : withSettings(stored, address, { cards: chosen }),
    );
    const now = settingsOf(changed, address).cards;
    const label = styled(voice.speak(`reply-cards-${now}`), { type: 'bold' });
    const saved = voice.speak('reply-cards-set', { cards: label });
    return replyWith(signed(join([saved, ...notes(follows, call)], '\n'), call));
  },
};

/** By its own name, or by that in the chat's language. */
function cardsCalled(given: string, { speak }: Voice): CardSetting | undefined {
  const word = given.toLowerCase();
  return CARD_SETTINGS.find(
    (one) => one === word || speak(`reply-cards-word-${one}`).text.toLowerCase() === word,
  );
}
