// How groups change: they become supergroups, their topics are closed or deleted.

import { refuseAction } from '../protocol/refusal.ts';
import type { SimChat } from './model.ts';
import { GENERAL_TOPIC, topicOf, withTopic } from './people.ts';
import { addServiceMessage } from './service-message.ts';
import { needGroup } from './standing.ts';
import type { State } from './state.ts';

export interface ReshapeActs {
  /** A group becomes a supergroup; returns its new id. */
  migrate(chatId: number): number;
  closeTopic(chatId: number, topicId: number): void;
  reopenTopic(chatId: number, topicId: number): void;
  /** Deletes the topic with its messages; the bot gets no update. */
  deleteTopic(chatId: number, topicId: number): void;
}

export function createReshapeActs(state: State): ReshapeActs {
  const { chats, messages } = state;

  function setClosed(chatId: number, topicId: number, closed: boolean): void {
    const chat = chats.getOrThrow(chatId);
    const topic = topicOf(chat, topicId) ?? refuseAction(`There is no topic ${topicId} there.`);
    if (topic.closed === closed) return;
    const changed = chats.put(withTopic(chat, { ...topic, closed }));
    const inTopic = topicId === GENERAL_TOPIC ? {} : { topicId };
    addServiceMessage(state, changed, {
      kind: closed ? 'topic_closed' : 'topic_reopened',
      ...inTopic,
    });
  }

  return {
    migrate: (chatId) => migrate(state, needGroup(chats.getOrThrow(chatId))),
    closeTopic: (chatId, topicId) => setClosed(chatId, topicId, true),
    reopenTopic: (chatId, topicId) => setClosed(chatId, topicId, false),
    deleteTopic(chatId, topicId) {
      const chat = chats.getOrThrow(chatId);
      if (topicId === GENERAL_TOPIC) refuseAction('General can be closed, never deleted.');
      chats.put({ ...chat, topics: chat.topics.filter((topic) => topic.id !== topicId) });
      const gone = messages.list(chatId).filter((message) => message.topicId === topicId);
      messages.remove(
        chatId,
        gone.map(({ messageId }) => messageId),
      );
    },
  };
}

function migrate(state: State, chat: SimChat): number {
  const { chats } = state;
  if (chat.kind !== 'group') refuseAction(`Chat ${chat.id} is a supergroup already.`);
  if (chat.movedTo !== undefined) refuseAction(`Chat ${chat.id} has moved to ${chat.movedTo}.`);
  let movedTo = -1_000_000_000_000 - Math.abs(chat.id);
  while (chats.get(movedTo) !== undefined) movedTo -= 1;
  chats.put({ ...chat, id: movedTo, kind: 'supergroup' });
  const old = chats.put({ ...chat, movedTo });
  addServiceMessage(state, old, { kind: 'migrated_to', chatId: movedTo });
  addServiceMessage(state, chats.getOrThrow(movedTo), { kind: 'migrated_from', chatId: chat.id });
  return movedTo;
}
