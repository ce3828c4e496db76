// The name of an item in the queue of a chat: `<kind>/<address>/…` (outbox-item.ts).
import { addressKey, parseAddress } from '../../audience/chat-book.ts';

/** The same item in this chat, which its group has become. What has no address keeps its name. */
export function itemNameIn(name: string, chatId: number): string {
  const [kind = '', key, ...rest] = name.split('/');
  if (key === undefined) return name;
  return [kind, addressIn(key, chatId), ...rest].join('/');
}

/** The same place, topics included, in this chat. */
export function addressIn(key: string, chatId: number): string {
  const address = parseAddress(key);
  return Number.isSafeInteger(address.chatId) ? addressKey({ ...address, chatId }) : key;
}
