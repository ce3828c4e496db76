// /level: how much of its subscriptions this chat, or this topic, gets.
import {
  settingsOf,
  withoutOwnSettings,
  withSettings,
} from '../../../audience/address-settings.ts';
import { LEVELS, type Level } from '../../../audience/chat-book.ts';
import type { Voice } from '../../../message/locale/voice.ts';
import { join, styled } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import { levelChoices } from '../command/choices.ts';
import { type ChatCommandDeps, type Command, replyWith, usageReply } from '../command/command.ts';
import { mayChangeHere, meansGroup, notes, signed } from './group-changes.ts';

type Deps = Pick<ChatCommandDeps, 'chatBook' | 'jobs' | 'approvals' | 'routes'>;

export const level: Command<Deps> = {
  name: 'level',
  access: 'member',
  isAsInGroup: true,
  example: '/level errors',
  async run(call, deps) {
    const { words, chat, address, voice } = call;
    const [given, ...more] = words;
    if (given === undefined) {
      const { body, buttons } = levelChoices(call);
      return replyWith(body, buttons);
    }
    const follows = meansGroup(given, call);
    const chosen = levelCalled(given, voice);
    if (chosen === undefined && !follows) {
      const { buttons } = levelChoices(call);
      return { ...usageReply(call, 'reply-no-level', { given }), ...defined({ buttons }) };
    }
    if (more.length > 0) return usageReply(call, 'reply-surplus', { given: more[0] });
    if (!(await mayChangeHere(call, deps))) return replyWith(voice.speak('reply-change-forbidden'));
    const changed = await deps.chatBook.update(chat.id, (stored = chat) =>
      chosen === undefined
        ? withoutOwnSettings(stored, address, ['level'])
        : withSettings(stored, address, { level: chosen }),
    );
    const now = settingsOf(changed, address).level;
    const label = styled(voice.speak(`reply-level-${now}-posts`), { type: 'bold' });
    const saved = voice.speak('reply-level-set', { level: label });
    return replyWith(signed(join([saved, ...notes(follows, call)], '\n'), call));
  },
};

/** By its own name, or by that in the chat's language. */
function levelCalled(given: string, { speak }: Voice): Level | undefined {
  const word = given.toLowerCase();
  return LEVELS.find(
    (one) => one === word || speak(`reply-level-${one}`).text.toLowerCase() === word,
  );
}
