// The simulated Telegram world: what tests and people on the page can do and see.

import type { MenuButton } from '../apps/menu-buttons.ts';
import { signedInitData } from '../apps/signed-data.ts';
import type { ApiObject, ApiUser, BotCommand } from '../protocol/bot-objects.ts';
import { refuseAction } from '../protocol/refusal.ts';
import { type Acts, createActs, privateChat } from './acts.ts';
import type { Call } from './calls.ts';
import type { Change } from './changes.ts';
import type { Faults } from './faults.ts';
import type { GroupMember, Person, SimChat, SimMessage, Topic } from './model.ts';
import { createOddActs, type OddActs } from './odd-acts.ts';
import { GENERAL_TOPIC } from './people.ts';
import { createReshapeActs, type ReshapeActs } from './reshape.ts';
import { createStandingActs, type StandingActs } from './standing.ts';
import type { State } from './state.ts';
import { messageOnWire } from './wire.ts';

export interface NewGroup {
  /** Below -1,000,000,000,000: a supergroup; above: a small group, which can migrate. */
  readonly id: number;
  readonly title: string;
  /** With topics; only supergroups have them. General is always among them. */
  readonly forum?: boolean;
  /** Person ids, or members with a role; a plain id is a plain member. */
  readonly members: readonly (number | GroupMember)[];
  readonly topics?: readonly { readonly id: number; readonly name: string }[];
  /** Default `member`. */
  readonly bot?: 'member' | 'administrator' | 'left';
}

export interface World extends Acts, StandingActs, ReshapeActs, OddActs {
  readonly bot: ApiUser;
  /** Every Bot API call, the oldest first; the newest CALL_LIMIT are kept. */
  readonly calls: readonly Call[];
  readonly faults: Faults;
  addPerson(person: Person): Person;
  /** Their private chat with the bot; `started: false` leaves it to them to write first. */
  addPrivateChat(personId: number, options?: { readonly started?: boolean }): SimChat;
  /** Without an update: it existed before the bot. */
  addGroup(group: NewGroup): SimChat;
  person(personId: number): Person | undefined;
  people(): readonly Person[];
  chat(chatId: number): SimChat | undefined;
  chats(): readonly SimChat[];
  /** The oldest first; the newest MAX_MESSAGES are kept. Service messages have `service`. */
  messages(chatId: number): readonly SimMessage[];
  message(chatId: number, messageId: number): SimMessage | undefined;
  /** The message as the Bot API writes it. */
  raw(chatId: number, messageId: number): ApiObject | undefined;
  /** Commands that the app suggests to this person in this chat. */
  commandsFor(chatId: number, personId: number): readonly BotCommand[];
  /** The signed data with which a Mini App opens that this person starts in this chat. */
  initData(chatId: number, personId: number): string;
  /** What the button beside the input field of this private chat does. */
  menuButton(personId: number): MenuButton;
  /**
   * Resolves with the first value of `predicate` that is not undefined, null or false: called at
   * once and after every change. Rejects with `unavailable` after `timeoutMs` (default 60,000).
   */
  waitFor<T>(
    predicate: (world: World) => T | undefined | null | false,
    timeoutMs?: number,
  ): Promise<T>;
  follow(listener: (change: Change) => void): () => void;
}

/** Only what never comes waits as long as this. */
const DEFAULT_WAIT_MS = 60_000;
const SUPERGROUPS_BELOW = -1_000_000_000_000;

export function createWorld(state: State): World {
  const { people, chats, messages, changes, calls, faults } = state;
  const world: World = {
    ...createActs(state),
    ...createStandingActs(state),
    ...createReshapeActs(state),
    ...createOddActs(state),
    bot: state.bot,
    calls: calls.list,
    faults,
    addPerson: (person) => people.put(person),
    addPrivateChat: (personId, { started = true } = {}) =>
      chats.put(privateChat(people.getOrThrow(personId), started ? 'member' : 'stranger')),
    addGroup: (group) => addGroup(state, group),
    person: (personId) => people.get(personId),
    people: () => people.list(),
    chat: (chatId) => chats.get(chatId),
    chats: () => chats.list(),
    messages: (chatId) => messages.list(chatId),
    message: (chatId, messageId) => messages.get(chatId, messageId),
    raw(chatId, messageId) {
      const message = messages.get(chatId, messageId);
      return message === undefined ? undefined : messageOnWire(state, message);
    },
    commandsFor(chatId, personId) {
      const language = people.getOrThrow(personId).languageCode?.slice(0, 2) ?? '';
      return state.commands.shown({ chat: chats.getOrThrow(chatId), personId, language });
    },
    initData: (chatId, personId) =>
      signedInitData(
        {
          person: people.getOrThrow(personId),
          chat: chats.getOrThrow(chatId),
          queryId: `AA${state.clock.token(12)}`,
          now: state.clock.now(),
        },
        state.token,
      ),
    menuButton: (personId) => state.menuButtons.shown(personId),
    waitFor: (predicate, timeoutMs = DEFAULT_WAIT_MS) =>
      changes.waitFor(() => predicate(world), { timeoutMs, describe: () => lastCalls(calls.list) }),
    follow: (listener) => changes.follow(listener),
  };
  return world;
}

function addGroup({ people, chats, messages }: State, group: NewGroup): SimChat {
  if (group.id >= 0) refuseAction(`A group's id is negative, like -100${Math.abs(group.id)}.`);
  const kind = group.id < SUPERGROUPS_BELOW ? 'supergroup' : 'group';
  const forum = group.forum ?? group.topics !== undefined;
  if (forum && kind === 'group') refuseAction('Only a supergroup (-100…) has topics.');
  const members = group.members.map((member): GroupMember => {
    const full =
      typeof member === 'number' ? { personId: member, role: 'member' as const } : member;
    people.getOrThrow(full.personId);
    return full;
  });
  const general: Topic = { id: GENERAL_TOPIC, name: 'General', closed: false };
  const named = (group.topics ?? []).map(({ id, name }) => ({ id, name, closed: false }));
  const topics = forum ? [general, ...named.filter(({ id }) => id !== GENERAL_TOPIC)] : [];
  const chat = chats.put({
    id: group.id,
    kind,
    title: group.title,
    forum,
    members,
    topics,
    bot: group.bot ?? 'member',
  });
  messages.skipTo(chat.id, Math.max(0, ...topics.map(({ id }) => id)));
  return chat;
}

function lastCalls(calls: readonly Call[]): string {
  const lines = calls.slice(-5).map(({ method, answer }) => {
    return `${method} ${answer === undefined ? '(no answer)' : answer.status}`;
  });
  return `The bot's last calls: ${lines.join(', ') || 'none'}.`;
}
