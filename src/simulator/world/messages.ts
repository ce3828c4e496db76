// The messages of every chat, with their edit history.
import type { Clock } from '../../runtime/clock.ts';
import type { Changes } from './changes.ts';
import type { SimChat, SimMessage, Version } from './model.ts';
import type { Chats } from './people.ts';

/** Per chat; older ones are dropped. */
export const MAX_MESSAGES = 2_000;
/** Earlier versions kept of a message. */
export const HISTORY_LIMIT = 200;

export type Draft = Pick<SimMessage, 'chatId' | 'from'> &
  Partial<Omit<SimMessage, 'chatId' | 'from' | 'messageId' | 'history' | 'sentAt' | 'editedAt'>>;

export type Content = Pick<SimMessage, 'text' | 'entities' | 'keyboard'>;

export interface Messages {
  add(draft: Draft): SimMessage;
  get(chatId: number, messageId: number): SimMessage | undefined;
  /** The oldest first. */
  list(chatId: number): readonly SimMessage[];
  edit(message: SimMessage, content: Content): SimMessage;
  remove(chatId: number, messageIds: readonly number[]): void;
  /** Ids up to `messageId` are in use, by topics for instance. */
  skipTo(chatId: number, messageId: number): void;
}

interface Deps {
  readonly clock: Clock;
  readonly changes: Changes;
  readonly chats: Chats;
}

export function createMessages({ clock, changes, chats }: Deps): Messages {
  const byChat = new Map<number, Map<number, SimMessage>>();
  const newestIds = new Map<number | 'account', number>();

  function of(chatId: number): Map<number, SimMessage> {
    const found = byChat.get(chatId);
    if (found !== undefined) return found;
    const fresh = new Map<number, SimMessage>();
    byChat.set(chatId, fresh);
    return fresh;
  }

  function nextId(chatId: number): number {
    const counter = counterOf(chats.getOrThrow(chatId));
    const id = (newestIds.get(counter) ?? 0) + 1;
    newestIds.set(counter, id);
    return id;
  }

  function put(message: SimMessage): SimMessage {
    const messages = of(message.chatId);
    messages.set(message.messageId, message);
    for (const id of messages.keys()) {
      if (messages.size <= MAX_MESSAGES) break;
      messages.delete(id);
    }
    changes.publish({ kind: 'message', message });
    return message;
  }

  return {
    add(draft) {
      return put({
        text: '',
        entities: [],
        keyboard: [],
        forceReply: false,
        silent: false,
        ...draft,
        messageId: nextId(draft.chatId),
        history: [],
        sentAt: clock.now(),
      });
    },
    get: (chatId, messageId) => byChat.get(chatId)?.get(messageId),
    list: (chatId) => [...(byChat.get(chatId)?.values() ?? [])],
    edit(message, content) {
      const editedAt = clock.now();
      return put({ ...message, ...content, editedAt, history: historyWith(message) });
    },
    remove(chatId, messageIds) {
      const messages = of(chatId);
      for (const messageId of messageIds) messages.delete(messageId);
      changes.publish({ kind: 'message-gone', chatId, messageIds });
    },
    skipTo(chatId, messageId) {
      const counter = counterOf(chats.getOrThrow(chatId));
      newestIds.set(counter, Math.max(newestIds.get(counter) ?? 0, messageId));
    },
  };
}

/** Each supergroup and channel has its own counter; private chats and small groups share the account's. */
function counterOf(chat: SimChat): number | 'account' {
  return chat.kind === 'supergroup' || chat.kind === 'channel' ? chat.id : 'account';
}

function historyWith(message: SimMessage): readonly Version[] {
  const { text, entities, keyboard, history } = message;
  const shown = { text, entities, keyboard, at: message.editedAt ?? message.sentAt };
  const first = history.slice(0, 1);
  return [...first, ...history.slice(1).slice(-(HISTORY_LIMIT - 2)), shown];
}
