// For how long the addresses of a chat are left alone.
import { settingsOf } from '../audience/address-settings.ts';
import type { Address, Chat } from '../audience/chat-book.ts';
import { type Hold, holdOf } from '../audience/quiet/hold.ts';
import type { Held } from './outbox-store.ts';

export function holdAt(chat: Chat | undefined, address: Address, nowMs: number): Hold | undefined {
  return chat && holdOf(settingsOf(chat, address), nowMs);
}

export function heldIn(chat: Chat | undefined, nowMs: number): Held {
  if (chat === undefined) return {};
  const leftAt = (topicId?: string) => {
    const own = settingsOf(chat, topicId === undefined ? {} : { topicId: Number(topicId) });
    return Math.ceil(Math.max(0, (holdOf(own, nowMs)?.untilMs ?? nowMs) - nowMs));
  };
  const topics = Object.keys(chat.topics ?? {}).map((id) => [`${chat.id}:${id}`, leftAt(id)]);
  const held: Record<string, number> = { '': leftAt(), ...Object.fromEntries(topics) };
  return Object.values(held).some((ms) => ms > 0) ? held : {};
}
