// Whom the reader acts as and which chat is open; stored in the URL, so that it survives a reload.
import { chatsOf, messagesIn, store, topicOf } from './store.js';

/** `topicId` is 0 in chats without topics. `chatId` undefined: the list of chats. */
export const selection = { personId: undefined, chatId: undefined, topicId: 0 };

/** `person chat topic` → id of the newest message that was seen there. */
const seen = new Map();
const newestAtStart = new Map();

export function fromAddress() {
  const query = new URLSearchParams(location.hash.slice(1));
  const number = (name) => Number(query.get(name)) || undefined;
  const personId = number('as') ?? selection.personId;
  selection.personId = store.people.has(personId) ? personId : [...store.people.keys()][0];
  const chatId = number('chat');
  const mine = chatsOf(selection.personId);
  selection.chatId = mine.some(({ id }) => id === chatId) ? chatId : undefined;
  selection.topicId = topicFor(selection.chatId, number('topic'));
}

function topicFor(chatId, topicId) {
  const chat = store.chats.get(chatId);
  if (!chat?.forum) return 0;
  return chat.topics.some(({ id }) => id === topicId) ? topicId : (chat.topics[0]?.id ?? 0);
}

export function addressOf({ personId, chatId, topicId }) {
  const query = new URLSearchParams();
  if (personId !== undefined) query.set('as', personId);
  if (chatId !== undefined) query.set('chat', chatId);
  if (topicId) query.set('topic', topicId);
  return `#${query}`;
}

export function go(change) {
  location.hash = addressOf({ ...selection, ...change });
}

/** Messages from before the page was opened count as seen. */
export function rememberStart() {
  for (const [chatId, messages] of store.messages) {
    if (!newestAtStart.has(chatId)) newestAtStart.set(chatId, Math.max(0, ...messages.keys()));
  }
}

export function markSeen() {
  const { personId, chatId, topicId } = selection;
  if (chatId === undefined || document.hidden) return;
  const newest = messagesIn(chatId, topicId).at(-1)?.messageId ?? 0;
  seen.set([personId, chatId, topicId].join(' '), newest);
}

/** What this person has not seen; `loud` if any of it came with a sound. */
export function unread(personId, chatId, topicId = 0) {
  const start = newestAtStart.get(chatId) ?? 0;
  const fresh = messagesIn(chatId, topicId).filter((message) => {
    const key = [personId, chatId, topicOf(message)].join(' ');
    return message.messageId > (seen.get(key) ?? start) && message.from.id !== personId;
  });
  return { count: fresh.length, loud: fresh.some(({ silent }) => !silent) };
}

export function unreadOf(personId) {
  const all = chatsOf(personId).map(({ id }) => unread(personId, id));
  return {
    count: all.reduce((sum, { count }) => sum + count, 0),
    loud: all.some(({ loud }) => loud),
  };
}
