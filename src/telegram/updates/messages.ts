// Handles messages from chats: runs commands, hands replies on, and follows a group that moves.
import type { Message } from 'grammy/types';
import type { ReplyChoices } from '../../approvals/reply-choices.ts';
import { defined } from '../../runtime/defined.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type ChatCommandDeps, type CommandReply, replyWith } from '../commands/command/command.ts';
import { createApprovalReplies } from '../decisions/approval-replies.ts';
import type { Handler } from '../handling/handler.ts';
import { STALE_MS, type TelegramTime } from '../handling/telegram-time.ts';
import { addressOf } from '../sending/address.ts';
import type { Patience, RetryWhileUnavailable } from '../sending/retry-while-unavailable.ts';
import { chatKind, senderOf } from '../sending/sender.ts';
import { createPlainWords } from './plain-words.ts';
import { type CommandMessage, runCommand } from './run-command.ts';
import { createUnknownSenderHandler } from './unknown-sender.ts';
import { commandIn, isForUs } from './written-command.ts';

interface Deps extends ChatCommandDeps {
  readonly replyChoices: ReplyChoices;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
  /** Moves everything of a group to the supergroup that it became; idempotent. */
  readonly moveChat: (from: number, to: number) => Promise<void>;
  /** The clock by which a message is stale. */
  readonly telegramTime: TelegramTime;
  readonly log: Logger;
}

export function createMessageHandler(deps: Deps): Handler<Message> {
  const { retryWhileUnavailable, clock, telegramTime, log } = deps;
  const { onReply, onPlainWords, onUnknownSender } = createOtherHandlers(deps);

  async function followMove(message: Message, signal: AbortSignal): Promise<void> {
    const { chat, migrate_to_chat_id: to, migrate_from_chat_id: from } = message;
    if (to !== undefined) await retryWhileUnavailable(() => deps.moveChat(chat.id, to), { signal });
    if (from !== undefined)
      await retryWhileUnavailable(() => deps.moveChat(from, chat.id), { signal });
  }

  async function answer(writing: CommandMessage, patience: Patience): Promise<void> {
    const { command } = writing;
    const { signal } = patience;
    // Without a limit: a command for us must be answered, one for another bot must not.
    if (!(await retryWhileUnavailable(() => isForUs(command, deps), { signal }))) return;
    const reply = await retryWhileUnavailable(() => runCommand(writing, deps), patience).catch(
      (error: unknown) => {
        if (signal.aborted) throw error;
        log.error({ command: command.name, reason: messageOf(error) }, 'command_failed');
        return failed(writing);
      },
    );
    if (reply.kind === 'reply')
      await retryWhileUnavailable(() => post(writing, reply, deps), { signal });
    log.debug({ command: command.name, answered: reply.kind }, 'command_handled');
  }

  function failed({ sender }: CommandMessage): CommandReply {
    const { translator } = deps;
    return replyWith(translator.speak(translator.match(sender.language_code))('reply-failed'));
  }

  return async (message, signal) => {
    await followMove(message, signal);
    const sender = senderOf(message);
    const kind = chatKind(message.chat);
    const command = commandIn(message);
    if (command === undefined) {
      if (kind !== undefined && !(await onReply(message, signal)))
        await onPlainWords(message, signal);
      return;
    }
    if (sender === undefined || kind === undefined) {
      return onUnknownSender({ message, command }, signal);
    }
    const ageMs = telegramTime.now() - message.date * 1000;
    // Whoever started the bot while it was down still waits for an answer.
    const isStale = ageMs > STALE_MS && command.name !== 'start';
    const patienceMs = isStale ? STALE_MS : Math.min(STALE_MS, Math.max(0, STALE_MS - ageMs));
    const until = clock.monotonic() + patienceMs;
    await answer({ message, sender, chatKind: kind, command, isStale }, { signal, until });
  };
}

/** For everything but commands of people. */
function createOtherHandlers(deps: Deps) {
  const { approvals, decide, replyChoices, members, chatBook, translator, botName } = deps;
  const { outbox, retryWhileUnavailable, clock, telegramTime } = deps;
  return {
    onPlainWords: createPlainWords({
      ...{ members, chatBook, translator, outbox, retryWhileUnavailable, telegramTime },
    }),
    onReply: createApprovalReplies({
      approvals,
      decide,
      replyChoices,
      members,
      chatBook,
      translator,
      outbox,
      retryWhileUnavailable,
      clock,
    }),
    onUnknownSender: createUnknownSenderHandler({
      chatBook,
      translator,
      botName,
      outbox,
      clock,
      retryWhileUnavailable,
    }),
  };
}

async function post(
  { message, chatKind, isStale }: CommandMessage,
  reply: Extract<CommandReply, { kind: 'reply' }>,
  { outbox }: Pick<Deps, 'outbox'>,
): Promise<void> {
  const { kind: _, asks, list, ...content } = reply;
  // A stale command is not the last message any more, not even in private.
  const replyTo = chatKind === 'group' || isStale ? { replyTo: message.message_id } : {};
  const options = defined({ asks, list });
  await outbox.post(addressOf(message), { ...content, silent: true, ...replyTo }, options);
}
