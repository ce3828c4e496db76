// Lines of a chat's history that Telegram itself writes.

import { defined } from '../../runtime/defined.ts';
import { impossible } from '../protocol/refusal.ts';
import type { ServiceAction, SimChat } from './model.ts';
import type { State } from './state.ts';
import { messageOnWire } from './wire.ts';

/** Writes the line and tells the bot. */
export function serve(
  state: State,
  chat: SimChat,
  service: ServiceAction & { topicId?: number },
): void {
  const { topicId, ...rest } = service;
  const person = state.people.need(firstMember(chat));
  const message = state.messages.add({
    chatId: chat.id,
    from: { id: person.id, firstName: person.firstName, isBot: false },
    service: rest,
    ...defined({ topicId }),
  });
  state.updates.push('message', messageOnWire(state, message));
}

export function firstMember(chat: SimChat): number {
  return chat.members[0]?.personId ?? impossible(`Chat ${chat.id} has no member.`);
}
