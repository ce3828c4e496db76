// Answers words in a private chat that are no command and answer nothing: people write "hello" to a bot, and silence looks
// like a bot that is down. They are answered as /start would: with what one can do here, or whom to ask.
import type { Message, User } from 'grammy/types';
import { hasAnyRole } from '../../audience/access.ts';
import type { RichText } from '../../message/text/rich-text.ts';
import type { ChatCommandDeps } from '../commands/command/command.ts';
import { strangerText } from '../commands/people/stranger-text.ts';
import type { Handler } from '../handling/handler.ts';
import { STALE_MS, type TelegramTime } from '../handling/telegram-time.ts';
import { addressOf } from '../sending/address.ts';
import type { RetryWhileUnavailable } from '../sending/retry-while-unavailable.ts';
import { senderOf } from '../sending/sender.ts';
import { localeOf, voiceFor } from '../sending/speech.ts';

interface Deps extends Pick<ChatCommandDeps, 'members' | 'chatBook' | 'translator' | 'outbox'> {
  readonly telegramTime: TelegramTime;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
}

/** A long text arrives as several messages, which get one answer. */
const ANSWER_EVERY_MS = 60_000;
/** Of so many people who wrote last it is known when they got one. */
const MAX_PEOPLE = 1_000;

export function createPlainWords(deps: Deps): Handler<Message> {
  const { telegramTime, outbox, retryWhileUnavailable } = deps;
  /** By person, when they wrote what was answered last: epoch milliseconds. The newest last. */
  const answeredAt = new Map<number, number>();

  function isDue({ id }: User, writtenAt: number): boolean {
    const last = answeredAt.get(id);
    if (last !== undefined && writtenAt - last < ANSWER_EVERY_MS) return false;
    answeredAt.delete(id);
    answeredAt.set(id, writtenAt);
    for (const [oldest] of answeredAt) {
      if (answeredAt.size <= MAX_PEOPLE) break;
      answeredAt.delete(oldest);
    }
    return true;
  }

  return async (message, signal) => {
    const sender = senderOf(message);
    const isHere = message.chat.type === 'private' && message.text !== undefined;
    if (sender === undefined || !isHere) return;
    const writtenAt = message.date * 1_000;
    if (telegramTime.now() - writtenAt > STALE_MS || !isDue(sender, writtenAt)) return;
    const body = await retryWhileUnavailable(() => answerTo(sender, deps), { signal });
    const answer = { body, silent: true };
    await retryWhileUnavailable(() => outbox.post(addressOf(message), answer), { signal });
  };
}

async function answerTo(sender: User, deps: Deps): Promise<RichText> {
  const { members, chatBook, translator } = deps;
  const [member, stored] = await Promise.all([members.get(sender.id), chatBook.get(sender.id)]);
  const voice = voiceFor(translator, localeOf(translator, stored, sender.language_code));
  return hasAnyRole(member)
    ? voice.speak('reply-plain-words')
    : strangerText({ voice, userId: sender.id, chatKind: 'private' }, deps);
}
