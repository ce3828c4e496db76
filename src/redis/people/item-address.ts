// The name of an item in the queue of a chat: `<kind>/<address>/…` (outbox-item.ts).
import { z } from 'zod';
import { readWindowKey, windowKey } from '../scripts/window-entry.ts';

/** A message that waits, as outbox-item.ts reads it. */
const numbered = z.looseObject({ message: z.looseObject({}) });

/** The same item in this chat, which its group has become. What has no address keeps its name. */
export function itemNameIn(name: string, chatId: number): string {
  const [kind = '', key, ...rest] = name.split('/');
  if (key === undefined) return name;
  return [kind, addressIn(key, chatId), ...rest].join('/');
}

/**
 * What is sent of an item in the chat that its group has become: numbers of messages of the group mean other messages
 * there, or none.
 */
export function payloadIn(payload: string): string {
  const stored = numbered.safeParse(parsed(payload)).data;
  if (stored === undefined) return payload;
  const { editing: _, message, ...rest } = stored;
  const { replyTo: __, ...content } = message;
  return JSON.stringify({ ...rest, message: content });
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

/** The same place, or window of it, topics included, in this chat. */
export function addressIn(key: string, chatId: number): string {
  const { address, ...kind } = readWindowKey(key);
  if (!Number.isSafeInteger(address.chatId)) return key;
  return windowKey({ address: { ...address, chatId }, ...kind });
}
