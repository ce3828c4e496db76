// Messages from chats: commands are carried out, answers to questions decide, a group's move is
// followed.
import type { Message } from 'grammy/types';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { createApprovalReplies } from './approval-replies.ts';
import { carryOut, type Writing } from './carry-out.ts';
import { type CommandDeps, type Reply, said } from './commands/command.ts';
import type { Persist } from './persist.ts';
import { kindOf, personOf } from './sender.ts';
import { addressOf } from './taps.ts';
import { createUnknownSenderHandler } from './unknown-sender.ts';
import type { Handler } from './update-handler.ts';
import { isForUs, parseCommand } from './written-command.ts';

interface Deps extends CommandDeps {
  readonly persist: Persist;
  /** Moves everything a group has to the supergroup that it became; twice is fine. */
  readonly moveChat: (from: number, to: number) => Promise<void>;
  readonly log: Logger;
}

/** Older commands piled up while the bot was down; what they ask for may no longer be wanted. */
const STALE_MS = 5 * 60_000;

export function createMessageHandler(deps: Deps): Handler<Message> {
  const { persist, clock, log } = deps;
  const onReply = createApprovalReplies(deps);
  const onUnknownSender = createUnknownSenderHandler(deps);

  async function follow(message: Message, signal: AbortSignal): Promise<void> {
    const { chat, migrate_to_chat_id: to, migrate_from_chat_id: from } = message;
    if (to !== undefined) await persist(() => deps.moveChat(chat.id, to), { signal });
    if (from !== undefined) await persist(() => deps.moveChat(from, chat.id), { signal });
  }

  async function answer(writing: Writing, signal: AbortSignal): Promise<void> {
    const { message, command } = writing;
    const until = writing.isStale ? clock.now() + STALE_MS : message.date * 1000 + STALE_MS;
    const patience = { signal, until };
    if (!(await persist(() => isForUs(command, deps), patience))) return;
    const reply = await persist(() => carryOut(writing, deps), patience).catch((error: unknown) => {
      if (signal.aborted) throw error;
      log.error({ command: command.name, reason: messageOf(error) }, 'command_failed');
      return failed(writing);
    });
    if (reply.kind === 'said') await persist(() => post(writing, reply, deps), { signal });
    log.debug({ command: command.name, answered: reply.kind }, 'command_handled');
  }

  function failed({ sender }: Writing): Reply {
    const { translator } = deps;
    return said(translator.speak(translator.match(sender.language_code))('reply-failed'));
  }

  return async (message, signal) => {
    await follow(message, signal);
    const sender = personOf(message);
    const chatKind = kindOf(message.chat);
    // Whoever forwards what somebody else wrote commands nothing.
    const written = message.forward_origin === undefined ? message.text : undefined;
    const command = written === undefined ? undefined : parseCommand(written);
    if (command === undefined) return chatKind && onReply(message, signal);
    if (sender === undefined || chatKind === undefined) {
      return onUnknownSender({ message, command }, signal);
    }
    const isOld = clock.now() - message.date * 1000 > STALE_MS;
    // A person who started the bot while it was down still waits for a sign of life.
    const isStale = isOld && command.name !== 'start';
    await answer({ message, sender, chatKind, command, isStale }, signal);
  };
}

async function post(
  { message, chatKind, isStale }: Writing,
  reply: Extract<Reply, { kind: 'said' }>,
  { outbox }: Pick<Deps, 'outbox'>,
): Promise<void> {
  const { kind: _, asks, ...said } = reply;
  // What was written long ago is not the last message any more, in private either.
  const replyTo = chatKind === 'group' || isStale ? { replyTo: message.message_id } : {};
  const options = asks === undefined ? {} : { asks };
  await outbox.post(addressOf(message), { ...said, silent: true, ...replyTo }, options);
}
