// Methods that describe the bot, chats and people.
import type { ApiObject } from '../../protocol/bot-objects.ts';
import { badRequest } from '../../protocol/refusal.ts';
import { chatOnWire, userOf } from '../../world/wire.ts';
import { knownChat, reachableChat } from '../reach.ts';
import type { MethodCall, MethodDeps, MethodTable } from './method.ts';

const ABILITIES = {
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
};

export function createAboutMethods({ state }: MethodDeps): MethodTable {
  function getChat({ params }: MethodCall): unknown {
    const chat = knownChat(state, params);
    if (chat.kind !== 'private') reachableChat(state, params);
    return {
      ...chatOnWire(state, chat),
      accent_color_id: 0,
      max_reaction_count: 11,
      accepted_gift_types: {},
    };
  }

  function getChatMember({ params }: MethodCall): ApiObject {
    const chat = reachableChat(state, params);
    const userId = params.integer('user_id') ?? badRequest('invalid user_id specified');
    if (userId === state.bot.id) return { status: chat.bot, user: state.bot };
    const person = state.people.get(userId) ?? badRequest('user not found');
    const user = userOf(person);
    if (chat.kind === 'private') return { status: 'member', user };
    const role = chat.members.find((member) => member.personId === userId)?.role;
    return { status: role ?? 'left', user };
  }

  return { getMe: () => ({ ...state.bot, ...ABILITIES }), getChat, getChatMember };
}
