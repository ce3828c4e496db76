// A group that became a supergroup: what the new chat is like. Pure.
import type { Chat, Subscription } from './chat-book.ts';

/**
 * The settings of the old one stand, also where somebody wrote in the new one before its move was
 * known; what was subscribed in either is subscribed. Whatever kept the old one from being written
 * to is over: there is a new one.
 */
export function mergeChats(old: Chat, fresh: Chat | undefined, id: number): Chat {
  const { inactive: _, ...kept } = old;
  const added = fresh?.subscriptions.filter((one) => !old.subscriptions.some(isSame(one))) ?? [];
  return {
    ...kept,
    id,
    title: fresh?.title ?? old.title,
    subscriptions: [...old.subscriptions, ...added],
    sponsors: [...new Set([...old.sponsors, ...(fresh?.sponsors ?? [])])],
  };
}

function isSame(one: Subscription): (other: Subscription) => boolean {
  return ({ kind, id, projectId, topicId, by }) =>
    kind === one.kind &&
    id === one.id &&
    projectId === one.projectId &&
    topicId === one.topicId &&
    by === one.by;
}
