// The chat that a call names, if the bot can reach it.

import { badRequest, refuse } from '../protocol/refusal.ts';
import type { SimChat } from '../world/model.ts';
import type { State } from '../world/state.ts';
import type { Params } from './params.ts';

/** The chat in `chat_id`; refuses if there is none or it has moved. */
export function knownChat(state: State, params: Params): SimChat {
  if (!params.has('chat_id')) badRequest('chat_id is empty');
  const chatId = params.integer('chat_id');
  const chat = chatId === undefined ? undefined : state.chats.get(chatId);
  if (chat === undefined) {
    if (chatId !== undefined && state.people.get(chatId) !== undefined) refuseStranger();
    return badRequest('chat not found');
  }
  if (chat.movedTo !== undefined) {
    refuse(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: chat.movedTo,
    });
  }
  return chat;
}

/** The chat in `chat_id`, which the bot may write to. */
export function reachableChat(state: State, params: Params): SimChat {
  const chat = knownChat(state, params);
  const group = chat.kind === 'private' ? 'supergroup' : chat.kind;
  switch (chat.bot) {
    case 'member':
      // Members only read a channel.
      if (chat.kind !== 'channel') return chat;
      return badRequest('need administrator rights in the channel chat');
    case 'administrator':
      return chat;
    case 'stranger':
      return refuseStranger();
    case 'blocked':
      return refuse(403, 'Forbidden: bot was blocked by the user');
    case 'deactivated':
      return refuse(403, 'Forbidden: user is deactivated');
    case 'kicked':
      return refuse(403, `Forbidden: bot was kicked from the ${group} chat`);
    case 'left':
      return refuse(403, `Forbidden: bot is not a member of the ${group} chat`);
  }
}

function refuseStranger(): never {
  return refuse(403, "Forbidden: bot can't initiate conversation with a user");
}
