// Sends or edits one message of an item, with the fallbacks that are possible at once.
import type { Address, Chat } from '../../audience/chat-book.ts';
import type { Message } from '../../message/message.ts';
import type { Channel, SendOutcome } from '../channel.ts';
import type { OutboxItem } from '../outbox-store.ts';
import type { NoteTopic } from './note-topic.ts';

export interface Placing {
  readonly chat: Chat | undefined;
  /** Id of the message to edit. */
  readonly editing: number | undefined;
  /** A card that does not change any more: one that somebody deleted is not sent again. */
  readonly isOver: boolean;
}

export type DeliverMessage = (
  item: OutboxItem,
  message: Message,
  placing: Placing,
) => Promise<SendOutcome>;

interface Change {
  readonly message: Message;
  readonly editing: number;
  readonly isOver: boolean;
}

/** After so many refused edits of a request's message, a new one is sent. */
const MAX_EDITS = 3;

export function createDeliverMessage(channel: Channel, noteTopic: NoteTopic): DeliverMessage {
  async function change(item: OutboxItem, to: Address, { message, editing, isOver }: Change) {
    const outcome = await channel.edit(to, editing, message);
    // Whoever deleted a list wants no other.
    if (outcome.kind === 'gone' && item.kind === 'list') return outcome;
    if (outcome.kind === 'gone' && isOver) return { kind: 'sent', messageId: editing } as const;
    const isUneditable =
      outcome.kind === 'refused' &&
      (item.kind === 'approval' || item.kind === 'bundle') &&
      item.failedTries >= MAX_EDITS;
    return outcome.kind === 'gone' || isUneditable ? channel.send(to, message) : outcome;
  }

  return async (item, message, { chat, editing, isOver }) => {
    const { address } = item;
    const send = (to: Address) =>
      editing === undefined
        ? channel.send(to, message)
        : change(item, to, { message, editing, isOver });
    const outcome = await send(address);
    // A message in a closed topic can still be changed.
    if (outcome.kind === 'sent' && editing === undefined) {
      await noteTopic(address, { isOpen: true, chat });
    }
    if (outcome.kind !== 'no-topic' || address.topicId === undefined) return outcome;
    // The topic is gone or closed: fall back to the chat itself.
    await noteTopic(address, { isOpen: false, chat });
    return send({ chatId: address.chatId });
  };
}
