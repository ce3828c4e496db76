// One message of an item to its place: sent, or changed, with what can be done at once when that fails.
import type { Address } from '../../audience/chat-book.ts';
import type { Message } from '../../message/message.ts';
import type { Channel, SendOutcome } from '../channel.ts';
import type { OutboxItem } from '../outbox-store.ts';

/** `editing`: the message to change. */
export type DeliverMessage = (
  item: OutboxItem,
  message: Message,
  editing: number | undefined,
) => Promise<SendOutcome>;

interface Change {
  readonly message: Message;
  readonly editing: number;
}

/** Changes of a request's message that Telegram may refuse before it is sent anew. */
const MAX_EDITS = 3;

export function createDeliverMessage(channel: Channel): DeliverMessage {
  async function change(item: OutboxItem, to: Address, { message, editing }: Change) {
    const outcome = await channel.edit(to, editing, message);
    const isHopeless =
      outcome.kind === 'refused' && item.kind === 'approval' && item.failedTries >= MAX_EDITS;
    return outcome.kind === 'gone' || isHopeless ? channel.send(to, message) : outcome;
  }

  return async (item, message, editing) => {
    const { address } = item;
    const send = (to: Address) =>
      editing === undefined ? channel.send(to, message) : change(item, to, { message, editing });
    const outcome = await send(address);
    if (outcome.kind !== 'no-topic' || address.topicId === undefined) return outcome;
    // The topic is gone or closed; the chat itself still gets it.
    return send({ chatId: address.chatId });
  };
}
