// Answers a command without a person behind it: from an anonymous administrator, from somebody who
// writes as a channel, or from a channel. They have no rights, and learn how to get an answer.
import type { Message } from 'grammy/types';
import type { RichText } from '../../message/text/rich-text.ts';
import type { ChatCommandDeps } from '../commands/command/command.ts';
import { privateLink } from '../commands/command/more-in-private.ts';
import { CHAT_COMMANDS } from '../commands/registry.ts';
import type { Handler } from '../handling/handler.ts';
import { addressOf } from '../sending/address.ts';
import type { RetryWhileUnavailable } from '../sending/retry-while-unavailable.ts';
import { chatKind } from '../sending/sender.ts';
import { localeOf } from '../sending/speech.ts';
import { isForUs, type WrittenCommand } from './written-command.ts';

interface Deps
  extends Pick<ChatCommandDeps, 'chatBook' | 'translator' | 'botName' | 'outbox' | 'clock'> {
  readonly retryWhileUnavailable: RetryWhileUnavailable;
}

interface Written {
  readonly message: Message;
  readonly command: WrittenCommand;
}

/** How long to try to prepare the answer. */
const PATIENCE_MS = 5 * 60_000;

export function createUnknownSenderHandler(deps: Deps): Handler<Written> {
  const { retryWhileUnavailable, outbox, clock } = deps;
  return async (written, signal) => {
    const until = clock.monotonic() + PATIENCE_MS;
    const body = await retryWhileUnavailable(() => answerTo(written, deps), { signal, until });
    if (body === undefined) return;
    const { message } = written;
    const answer = { body, silent: true, replyTo: message.message_id };
    await retryWhileUnavailable(() => outbox.post(addressOf(message), answer), { signal });
  };
}

/** `undefined` if it is from or for another bot. */
async function answerTo({ message, command }: Written, deps: Deps): Promise<RichText | undefined> {
  const { chat, from, sender_chat: hiddenBehind } = message;
  const isChannel = chatKind(chat) === undefined;
  // Two bots that answer each other would never stop.
  if (!isChannel && hiddenBehind === undefined) return undefined;
  const isOurs = CHAT_COMMANDS.some(({ name }) => name === command.name);
  if (!isOurs && command.bot === undefined) return undefined;
  if (!(await isForUs(command, deps))) return undefined;
  const { chatBook, translator } = deps;
  const stored = await chatBook.get(chat.id);
  const speak = translator.speak(localeOf(translator, stored, from?.language_code));
  const link = await privateLink(deps.botName);
  if (isChannel) return speak('reply-channel', { link });
  const isGroup = hiddenBehind?.id === chat.id;
  return speak(isGroup ? 'reply-hidden-admin' : 'reply-as-channel', { link });
}
