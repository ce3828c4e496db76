// Writes to a person in their private chat, in their language. If they never opened one, Telegram refuses
// the message, which does no harm.

import type { Voice } from '../../../message/locale/voice.ts';
import { excerpt } from '../../../message/text/excerpt.ts';
import { oneLine, type RichText } from '../../../message/text/rich-text.ts';
import { voiceFor } from '../../sending/speech.ts';
import type { ChatCommandDeps } from '../command/command.ts';

const MAX_NAME_UNITS = 60;

interface Person {
  readonly userId: number;
  /** Language of whoever caused the message, for somebody whose own nobody knows yet: they mostly share it. */
  readonly likelyLocale?: string;
}

export async function notifyPerson(
  { userId, likelyLocale }: Person,
  { chatBook, translator, outbox }: Pick<ChatCommandDeps, 'chatBook' | 'translator' | 'outbox'>,
  textIn: (voice: Voice) => RichText,
): Promise<void> {
  const chat = await chatBook.get(userId);
  if (chat?.inactive !== undefined) return;
  const body = textIn(voiceFor(translator, translator.match(chat?.locale ?? likelyLocale)));
  await outbox.post({ chatId: userId }, { body, silent: false });
}

/** A name that a person gave themselves. */
export function nameText(name: string): RichText {
  return oneLine(excerpt(name, MAX_NAME_UNITS));
}
