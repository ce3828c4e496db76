// The language of a chat: the one set for it, else that of the person who writes.
import type { Chat } from '../../audience/chat-book.ts';
import type { Translator } from '../../message/locale/translate.ts';
import type { Voice } from '../../message/locale/voice.ts';

export function voiceFor(translator: Translator, locale: string): Voice {
  const { has, variables, parts } = translator;
  return { locale, speak: translator.speak(locale), has, variables, parts };
}

export function localeOf(
  translator: Translator,
  chat: Chat | undefined,
  languageCode: string | undefined,
): string {
  return translator.match(chat?.locale ?? languageCode);
}
