// A command as a person writes it: `/tail@jobwire_bot job 7b2e`.
import type { Message } from 'grammy/types';
import { defined } from '../../runtime/defined.ts';
import type { BotName } from '../sending/login.ts';

export interface WrittenCommand {
  /** Lower case. */
  readonly name: string;
  /** The bot it is for, lower case; absent: any bot. */
  readonly bot?: string;
  /** The arguments, trimmed. */
  readonly text: string;
}

const COMMAND = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?:\s+([\s\S]*))?$/;

/** `undefined` if the text is no command. */
export function parseCommand(written: string): WrittenCommand | undefined {
  const [, name, bot, text = ''] = COMMAND.exec(written.trimEnd()) ?? [];
  if (name === undefined) return undefined;
  return {
    name: name.toLowerCase(),
    ...defined({ bot: bot?.toLowerCase() }),
    text: text.trim(),
  };
}

/** Whether a message does not concern the bot: words in a group, which are no command, no reply and no move. */
export function isTalk(message: Message): boolean {
  if (message.chat.type === 'private' && message.text !== undefined) return false;
  const {
    reply_to_message: answered,
    migrate_to_chat_id: to,
    migrate_from_chat_id: from,
  } = message;
  const asksNothing = answered === undefined && to === undefined && from === undefined;
  return asksNothing && commandIn(message) === undefined;
}

/** Neither a forwarded message nor what an inline bot wrote is a command: the text is not its sender's. */
export function commandIn({
  forward_origin: forwarded,
  via_bot: author,
  chat,
  text,
}: Message): WrittenCommand | undefined {
  const isOwn = forwarded === undefined && author === undefined;
  if (text === undefined || !isOwn) return undefined;
  return parseCommand(text) ?? (chat.type === 'private' ? invitationIn(text) : undefined);
}

/** The code of an invitation, or its link, where somebody pasted it instead of opening it. */
const INVITATION = /^(?:https:\/\/t\.me\/\w+\?start=)?(jwi_[\w-]+)$/;

function invitationIn(text: string): WrittenCommand | undefined {
  const [, code] = INVITATION.exec(text.trim()) ?? [];
  return code === undefined ? undefined : { name: 'start', text: code };
}

/** Whether it is meant for this bot, or names none. */
export async function isForUs(
  { bot }: WrittenCommand,
  { botName }: { readonly botName: BotName },
): Promise<boolean> {
  return bot === undefined || bot === (await botName());
}
