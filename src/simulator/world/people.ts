// The people and chats of the world.

import { refuseAction } from '../protocol/refusal.ts';
import type { Changes } from './changes.ts';
import type { Person, SimChat, Topic } from './model.ts';

export interface People {
  get(personId: number): Person | undefined;
  /** Throws if nobody has this id. */
  getOrThrow(personId: number): Person;
  put(person: Person): Person;
  list(): readonly Person[];
}

export interface Chats {
  get(chatId: number): SimChat | undefined;
  /** Throws if there is no such chat. */
  getOrThrow(chatId: number): SimChat;
  put(chat: SimChat): SimChat;
  list(): readonly SimChat[];
}

export function createPeople({ changes }: { readonly changes: Changes }): People {
  const people = new Map<number, Person>();
  return {
    get: (personId) => people.get(personId),
    getOrThrow: (personId) =>
      people.get(personId) ?? refuseAction(`There is no person ${personId}.`),
    put(person) {
      people.set(person.id, person);
      changes.publish({ kind: 'person', person });
      return person;
    },
    list: () => [...people.values()],
  };
}

export function createChats({ changes }: { readonly changes: Changes }): Chats {
  const chats = new Map<number, SimChat>();
  return {
    get: (chatId) => chats.get(chatId),
    getOrThrow: (chatId) => chats.get(chatId) ?? refuseAction(`There is no chat ${chatId}.`),
    put(chat) {
      chats.set(chat.id, chat);
      changes.publish({ kind: 'chat', chat });
      return chat;
    },
    list: () => [...chats.values()],
  };
}

/** General of a forum: messages in it carry no thread id. */
export const GENERAL_TOPIC = 1;

export function topicOf(chat: SimChat, topicId: number): Topic | undefined {
  return chat.topics.find((topic) => topic.id === topicId);
}

export function withTopic(chat: SimChat, topic: Topic): SimChat {
  const topics = chat.topics.map((other) => (other.id === topic.id ? topic : other));
  return { ...chat, topics };
}

/** Whether this person can read and write in the chat. */
export function isMember(chat: SimChat, personId: number): boolean {
  if (chat.kind === 'private') return chat.id === personId;
  return chat.members.some((member) => member.personId === personId);
}
