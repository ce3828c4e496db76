// How people treat the bot: block, remove or add it.

import { refuseAction } from '../protocol/refusal.ts';
import type { SimChat, Standing } from './model.ts';
import { addServiceMessage, firstMember } from './service-message.ts';
import type { State } from './state.ts';
import { chatOnWire, epochSeconds, userOf } from './wire.ts';

export interface StandingActs {
  /** The person blocks the bot, which gets an update. */
  block(personId: number): void;
  unblock(personId: number): void;
  /** The account is deleted; the bot gets no update. */
  deactivate(personId: number): void;
  /** A member (default: the first) removes the bot from the group. */
  kick(chatId: number, personId?: number): void;
  /** A member adds the bot to the group (again). */
  invite(chatId: number, personId?: number): void;
}

const ON_WIRE: Readonly<Record<Standing, string>> = {
  member: 'member',
  administrator: 'administrator',
  stranger: 'kicked',
  blocked: 'kicked',
  deactivated: 'kicked',
  kicked: 'kicked',
  left: 'left',
};

export function createStandingActs(state: State): StandingActs {
  const { chats, updates } = state;

  function change(chat: SimChat, bot: Standing, personId: number): void {
    const before = chat.bot;
    if (before === bot) return;
    chats.put({ ...chat, bot });
    const side = (standing: Standing) => ({ user: state.bot, status: ON_WIRE[standing] });
    updates.push('my_chat_member', {
      chat: chatOnWire(state, chat),
      from: userOf(state.people.getOrThrow(personId)),
      date: epochSeconds(state.clock.now()),
      old_chat_member: side(before),
      new_chat_member: side(bot),
    });
  }

  return {
    block: (personId) => change(chats.getOrThrow(personId), 'blocked', personId),
    unblock: (personId) => change(chats.getOrThrow(personId), 'member', personId),
    deactivate: (personId) => void chats.put({ ...chats.getOrThrow(personId), bot: 'deactivated' }),
    kick(chatId, personId) {
      const chat = needGroup(chats.getOrThrow(chatId));
      change(chat, 'kicked', personId ?? firstMember(chat));
    },
    invite(chatId, personId) {
      const chat = needGroup(chats.getOrThrow(chatId));
      change(chat, 'member', personId ?? firstMember(chat));
      addServiceMessage(state, chats.getOrThrow(chatId), { kind: 'bot_added' });
    },
  };
}

export function needGroup(chat: SimChat): SimChat {
  return chat.kind === 'private' ? refuseAction(`Chat ${chat.id} is private.`) : chat;
}
