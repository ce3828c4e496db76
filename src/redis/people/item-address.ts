// The name of an item in the queue of a chat: `<kind>/<address>/…` (outbox-item.ts).
import { readWindowKey, windowKey } from '../scripts/window-entry.ts';

/** The same item in this chat, which its group has become. What has no address keeps its name. */
export function itemNameIn(name: string, chatId: number): string {
  const [kind = '', key, ...rest] = name.split('/');
  if (key === undefined) return name;
  return [kind, addressIn(key, chatId), ...rest].join('/');
}

/** The same place, or window of it, topics included, in this chat. */
export function addressIn(key: string, chatId: number): string {
  const { address, ...kind } = readWindowKey(key);
  if (!Number.isSafeInteger(address.chatId)) return key;
  return windowKey({ address: { ...address, chatId }, ...kind });
}
