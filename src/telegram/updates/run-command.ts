// Runs one command: checks who may use it, and answers a wrong call.
import type { Message, User } from 'grammy/types';
import { hasAnyRole, type Member } from '../../audience/access.ts';
import type { Chat } from '../../audience/chat-book.ts';
import type { Voice } from '../../message/locale/voice.ts';
import { join } from '../../message/text/rich-text.ts';
import { defined } from '../../runtime/defined.ts';
import {
  type ChatCommandDeps,
  type Command,
  type CommandCall,
  type CommandReply,
  type RepliedMessage,
  replyWith,
} from '../commands/command/command.ts';
import { onlyInPrivate } from '../commands/command/more-in-private.ts';
import type { CommandPlace } from '../commands/command/place.ts';
import { usageText } from '../commands/help.ts';
import { strangerText } from '../commands/people/stranger-text.ts';
import { CHAT_COMMANDS, commandsFor } from '../commands/registry.ts';
import { addressOf } from '../sending/address.ts';
import { actionsIn } from '../sending/keyboard.ts';
import { chatTitle, freshChat, senderName } from '../sending/sender.ts';
import { localeOf, voiceFor } from '../sending/speech.ts';
import type { WrittenCommand } from './written-command.ts';

export interface CommandMessage {
  readonly message: Message;
  readonly sender: User;
  readonly chatKind: Chat['kind'];
  readonly command: WrittenCommand;
  /** Written too long ago to be carried out. */
  readonly isStale: boolean;
}

interface Author {
  readonly member: Member | undefined;
  readonly voice: Voice;
}

/** Called again if it fails. */
export async function runCommand(
  writing: CommandMessage,
  deps: ChatCommandDeps,
): Promise<CommandReply> {
  const { message, sender, chatKind, command: written } = writing;
  const [stored, member] = await Promise.all([
    deps.chatBook.get(message.chat.id),
    deps.members.get(sender.id),
  ]);
  const locale = localeOf(deps.translator, stored, sender.language_code);
  const author = { member, voice: voiceFor(deps.translator, locale) };
  const commands = commandsFor(member);
  const command = commands.find(({ name }) => name === written.name);
  if (command === undefined) return unknownReply(writing, author, deps);
  if (writing.isStale) return replyWith(author.voice.speak('reply-stale'));
  if (command.isPersonal === true && chatKind === 'group') {
    return replyWith(await onlyInPrivate(author.voice, deps));
  }
  const { id } = message.chat;
  const fresh = freshChat({ id, kind: chatKind, title: chatTitle(message.chat) }, locale);
  const call: CommandCall = {
    ...author,
    address: addressOf(message),
    chat: stored ?? fresh,
    userId: sender.id,
    userName: senderName(sender),
    text: written.text,
    words: written.text === '' ? [] : written.text.split(/\s+/),
    writtenAt: message.date * 1000,
    attempt: `tg:${id}:${message.message_id}`,
    commands,
    ...defined({ repliesTo: repliedMessage(message) }),
  };
  const reply = await command.run(call, deps);
  return reply.kind === 'usage' ? howTo(command, reply, call) : reply;
}

/** In a topic every message answers the one that opened it. */
function repliedMessage({
  reply_to_message: replied,
  message_thread_id: topic,
  is_topic_message: isInTopic,
}: Message): RepliedMessage | undefined {
  if (replied === undefined || (isInTopic && replied.message_id === topic)) return undefined;
  const { message_id: messageId, from, reply_markup: markup } = replied;
  const bot = from?.is_bot === true ? (from.username ?? '').toLowerCase() : undefined;
  return { messageId, bot, actions: actionsIn(markup) };
}

/** A command of another role is answered like one that does not exist. */
async function unknownReply(
  { chatKind, sender, command }: CommandMessage,
  { member, voice }: Author,
  deps: Pick<ChatCommandDeps, 'members'>,
): Promise<CommandReply> {
  const exists = CHAT_COMMANDS.find(({ name }) => name === command.name);
  const isForMembers = exists?.access === 'member';
  // Without a bot's name it may be meant for another bot of the group.
  const mayBeForOthers = !isForMembers && command.bot === undefined;
  if (chatKind === 'group' && mayBeForOthers) return { kind: 'none' };
  if (!hasAnyRole(member)) {
    return replyWith(await strangerText({ voice, userId: sender.id, chatKind }, deps));
  }
  return replyWith(voice.speak('reply-unknown-command'));
}

function howTo(
  command: Command,
  { problem, buttons }: Extract<CommandReply, { kind: 'usage' }>,
  place: CommandPlace,
): CommandReply {
  return replyWith(join([problem, usageText(command, place)], '\n'), buttons);
}
