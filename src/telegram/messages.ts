// Messages from chats: commands are carried out, replies to requests decide, a group's move is
// followed.
import type { Message } from 'grammy/types';
import type { Outbox } from '../deliver/outbox.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { createApprovalReplies } from './approval-replies.ts';
import type { BotName } from './bot-name.ts';
import { carryOut, type Writing } from './carry-out.ts';
import { type CommandDeps, type Reply, said } from './commands/command.ts';
import type { Persist } from './persist.ts';
import { kindOf, personOf } from './sender.ts';
import { addressOf } from './taps.ts';
import type { Handler } from './update-handler.ts';
import { parseCommand, type WrittenCommand } from './written-command.ts';

interface Deps extends CommandDeps {
  readonly outbox: Outbox;
  readonly persist: Persist;
  readonly botName: BotName;
  /** Moves everything a group has to the supergroup that it became; twice is fine. */
  readonly moveChat: (from: number, to: number) => Promise<void>;
  readonly log: Logger;
}

/** Older commands piled up while the bot was down; nobody waits for their answer any more. */
const STALE_MS = 5 * 60_000;

export function createMessageHandler(deps: Deps): Handler<Message> {
  const { outbox, persist, clock, log } = deps;
  const onReply = createApprovalReplies(deps);

  async function follow(message: Message, signal: AbortSignal): Promise<void> {
    const { chat, migrate_to_chat_id: to, migrate_from_chat_id: from } = message;
    if (to !== undefined) await persist(() => deps.moveChat(chat.id, to), { signal });
    if (from !== undefined) await persist(() => deps.moveChat(from, chat.id), { signal });
  }

  async function isForUs({ bot }: WrittenCommand): Promise<boolean> {
    return bot === undefined || bot === (await deps.botName());
  }

  async function answer(writing: Writing, signal: AbortSignal): Promise<void> {
    const { message, command } = writing;
    const until = message.date * 1000 + STALE_MS;
    const patience = { signal, until };
    if (!(await persist(() => isForUs(command), patience))) return;
    const reply = await persist(() => carryOut(writing, deps), patience).catch((error: unknown) => {
      if (signal.aborted) throw error;
      log.error({ command: command.name, reason: messageOf(error) }, 'command_failed');
      return failed(writing);
    });
    if (reply.kind === 'said') await persist(() => post(writing, reply), { signal });
    log.debug({ command: command.name, answered: reply.kind }, 'command_handled');
  }

  function failed({ sender }: Writing): Reply {
    const { translator } = deps;
    return said(translator.speak(translator.match(sender.language_code))('reply-failed'));
  }

  async function post({ message, chatKind }: Writing, reply: Extract<Reply, { kind: 'said' }>) {
    const { kind: _, asks, ...said } = reply;
    const replyTo = chatKind === 'group' ? { replyTo: message.message_id } : {};
    const options = asks === undefined ? {} : { asks };
    await outbox.post(addressOf(message), { ...said, silent: true, ...replyTo }, options);
  }

  return async (message, signal) => {
    await follow(message, signal);
    const sender = personOf(message);
    const chatKind = kindOf(message.chat);
    const command = message.text === undefined ? undefined : parseCommand(message.text);
    if (chatKind === undefined) return;
    if (command === undefined) return onReply(message, signal);
    if (sender === undefined) return;
    const isStale = clock.now() - message.date * 1000 > STALE_MS;
    // A person who started the bot while it was down still waits for a sign of life.
    if (isStale && command.name !== 'start') return;
    await answer({ message, sender, chatKind, command }, signal);
  };
}
