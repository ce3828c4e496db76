// Service messages, which Telegram itself writes.

import { defined } from '../../runtime/defined.ts';
import { refuseAction } from '../protocol/refusal.ts';
import type { ServiceAction, SimChat } from './model.ts';
import type { State } from './state.ts';
import { messageOnWire } from './wire.ts';

/** Adds the message and sends the bot an update. */
export function addServiceMessage(
  state: State,
  chat: SimChat,
  service: ServiceAction & { topicId?: number },
): void {
  const { topicId, ...rest } = service;
  const person = state.people.getOrThrow(firstMember(chat));
  const message = state.messages.add({
    chatId: chat.id,
    from: { id: person.id, firstName: person.firstName, isBot: false },
    service: rest,
    ...defined({ topicId }),
  });
  state.updates.push('message', messageOnWire(state, message));
}

export function firstMember(chat: SimChat): number {
  return chat.members[0]?.personId ?? refuseAction(`Chat ${chat.id} has no member.`);
}
