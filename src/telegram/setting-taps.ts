// Taps on the buttons of /level and /language.
import { hasAnyRole } from '../audience/access.ts';
import type { Chat, ChatBook } from '../audience/chat-book.ts';
import type { Members } from '../audience/members.ts';
import type { Outbox } from '../deliver/outbox.ts';
import type { Translator } from '../message/translate.ts';
import { type Choice, languageChoices, levelChoices, parseChoice } from './choices.ts';
import { freshChat, kindOf, titleOf } from './sender.ts';
import { voiceFor } from './speech.ts';
import { addressOf, type Tap, type TapAction, type TapAnswer } from './taps.ts';

interface Deps {
  readonly chatBook: ChatBook;
  readonly members: Members;
  readonly outbox: Outbox;
  readonly translator: Translator;
}

export function createSettingTaps(deps: Deps): TapAction {
  const { chatBook, members, outbox, translator } = deps;

  async function choose({ query, voice }: Tap, choice: Choice): Promise<TapAnswer> {
    const { from, message } = query;
    const kind = kindOf(message.chat);
    if (kind === undefined || !hasAnyRole(await members.get(from.id))) {
      return { text: voice.speak('tap-no-role', { id: String(from.id) }), alert: true };
    }
    const about = { id: message.chat.id, kind, title: titleOf(message.chat) };
    const chat = await chatBook.update(about.id, (stored) =>
      withChoice(stored ?? freshChat(about, voice.locale), choice),
    );
    const changed = voiceFor(translator, chat.locale);
    const choices =
      choice.setting === 'level'
        ? levelChoices(chat.level, changed)
        : languageChoices(translator.locales, changed);
    const editing = message.message_id;
    await outbox.post(addressOf(message), { ...choices, silent: true }, { editing });
    return { text: changed.speak('tap-saved'), alert: false };
  }

  return (tap) => {
    const choice = parseChoice(tap.data, translator.locales);
    return choice === undefined ? undefined : choose(tap, choice);
  };
}

function withChoice(chat: Chat, choice: Choice): Chat {
  switch (choice.setting) {
    case 'level':
      return { ...chat, level: choice.level };
    case 'language':
      return { ...chat, locale: choice.locale };
  }
}
