// Who wrote or tapped, and in what kind of chat.
import type { Message, Chat as TelegramChat, User } from 'grammy/types';
import type { Chat } from '../../audience/chat-book.ts';

/** `undefined` for bots, channels and anonymous administrators. */
export function senderOf({ from, sender_chat: hiddenBehind }: Message): User | undefined {
  return from === undefined || from.is_bot || hiddenBehind !== undefined ? undefined : from;
}

/** A display name, which people may change: it proves nothing. */
export function senderName({ first_name: first, last_name: last }: User): string {
  return last === undefined ? first : `${first} ${last}`;
}

/** `undefined` for channels, which jobwire does not serve. */
export function chatKind({ type }: TelegramChat): Chat['kind'] | undefined {
  switch (type) {
    case 'private':
      return 'private';
    case 'group':
    case 'supergroup':
      return 'group';
    case 'channel':
      return undefined;
  }
}

/** A new chat: it gets nothing until somebody subscribes it. */
export function freshChat(
  { id, kind, title }: Pick<Chat, 'id' | 'kind' | 'title'>,
  locale: string,
): Chat {
  return { id, kind, title, locale, level: 'all', subscriptions: [], sponsors: [] };
}

export function chatTitle(chat: TelegramChat): string {
  return chat.title ?? chat.first_name ?? String(chat.id);
}
