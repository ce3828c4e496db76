// Contract: lists of requests that people asked for, each redrawn when a request on it was decided or changed elsewhere.
// Implemented by telegram/commands/approvals/open-list.
import type { ShownList } from '../../approvals/selections.ts';
import type { Address } from '../../audience/chat-book.ts';
import type { Message } from '../../message/message.ts';
import type { Composed } from '../compose.ts';
import type { OutboxItem } from '../outbox-store.ts';

export interface OpenLists {
  /**
   * The list as it is now, for whoever asked for it; `undefined` if it is no longer kept, or if they may not see
   * anything any more.
   */
  redraw(
    token: string,
    address: Address,
  ): Promise<{ readonly message: Message; readonly list: ShownList } | undefined>;
}

export async function composeList(
  { token, address, messageId }: Extract<OutboxItem, { kind: 'list' }>,
  lists: OpenLists,
): Promise<Composed> {
  const now = messageId === undefined ? undefined : await lists.redraw(token, address);
  return now === undefined
    ? { messages: [], sent: 0 }
    : { messages: [now.message], sent: 0, list: now.list };
}
