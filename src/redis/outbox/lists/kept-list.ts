// The list that a message shows, as lists.lua keeps it.
import type { ShownList } from '../../../approvals/selections.ts';
import { addressKey } from '../../../audience/chat-book.ts';
import type { OutboxItem } from '../../../deliver/outbox-store.ts';

/** `message`: its id where it answers somebody, else ''. */
export interface KeptList extends Pick<ShownList, 'stands'> {
  readonly name: string;
  readonly message: string;
}

/** As a list of one; of none where the message shows no list, or was not sent. */
export function keptList(
  { kind, address }: OutboxItem,
  messageId: number | string,
  list: ShownList | undefined,
): readonly KeptList[] {
  if (list === undefined || messageId === '') return [];
  const name = `list/${addressKey(address)}/${list.token}`;
  return [{ name, message: kind === 'list' ? '' : String(messageId), stands: list.stands }];
}
