// Merges the settings of a group that became a supergroup. Pure.
import type { Chat, Subscription } from './chat-book.ts';

/**
 * The settings of the old chat take precedence, even if the new one was used before the move was known; subscriptions
 * are united. The new chat is active, whatever the state of the old one.
 */
export function mergeChats(old: Chat, fresh: Chat | undefined, id: number): Chat {
  const { inactive: _, ...kept } = old;
  const added = fresh?.subscriptions.filter((one) => !old.subscriptions.some(isSameAs(one))) ?? [];
  return {
    ...kept,
    id,
    title: fresh?.title ?? old.title,
    ...mergedTopics(old, fresh),
    subscriptions: [...old.subscriptions, ...added],
    sponsors: [...new Set([...old.sponsors, ...(fresh?.sponsors ?? [])])],
  };
}

/** Only the new chat can have topics, unless it was moved before. */
function mergedTopics(old: Chat, fresh: Chat | undefined): Pick<Chat, 'topics'> {
  if (fresh?.topics === undefined) return {};
  return { topics: { ...fresh.topics, ...old.topics } };
}

function isSameAs(one: Subscription): (other: Subscription) => boolean {
  return ({ kind, id, projectId, topicId, by }) =>
    kind === one.kind &&
    id === one.id &&
    projectId === one.projectId &&
    topicId === one.topicId &&
    by === one.by;
}
