// Remembers which topics of a chat are closed or deleted, as sending there shows: Telegram tells bots nothing of a deleted
// topic. What such a topic gets comes in the chat itself, and can be looked at and ended there.
import type { Address, Chat, ChatBook } from '../../audience/chat-book.ts';

export type NoteTopic = (
  address: Address,
  seen: { readonly isOpen: boolean; readonly chat: Chat | undefined },
) => Promise<void>;

/** Never rejects: the message was sent, and the next one shows the same again. */
export function createNoteTopic({ chatBook }: { readonly chatBook: ChatBook }): NoteTopic {
  return async ({ chatId, topicId }, { isOpen, chat }) => {
    if (chat === undefined || topicId === undefined) return;
    const isNotedOpen = chat.closedTopics?.includes(topicId) !== true;
    if (isNotedOpen === isOpen) return;
    const change = (stored = chat) => withTopic(stored, topicId, isOpen);
    await chatBook.update(chatId, change).catch(() => undefined);
  };
}

function withTopic({ closedTopics = [], ...chat }: Chat, topicId: number, isOpen: boolean): Chat {
  const others = closedTopics.filter((one) => one !== topicId);
  const closed = isOpen ? others : [...others, topicId];
  return closed.length === 0 ? chat : { ...chat, closedTopics: closed };
}
