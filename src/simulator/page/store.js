// The page's copy of the world, kept up to date by the stream.

const CALLS_SHOWN = 100;
const GENERAL = 1;

export const store = {
  bot: { id: 0, first_name: 'bot' },
  people: new Map(),
  chats: new Map(),
  /** Chat id → message id → message. */
  messages: new Map(),
  faults: [],
  calls: [],
  /** Chat id → what the bot is doing there. */
  actions: new Map(),
};

export function begin(snapshot) {
  store.bot = snapshot.bot;
  store.people = new Map(snapshot.people.map((person) => [person.id, person]));
  store.chats = new Map(snapshot.chats.map((chat) => [chat.id, chat]));
  store.messages = new Map();
  store.faults = snapshot.faults;
  store.calls = snapshot.calls;
  store.actions = new Map();
  for (const message of snapshot.messages) put(message);
}

const APPLY = {
  person: ({ person }) => store.people.set(person.id, person),
  chat: ({ chat }) => store.chats.set(chat.id, chat),
  message: ({ message }) => put(message),
  'message-gone'({ chatId, messageIds }) {
    for (const id of messageIds) store.messages.get(chatId)?.delete(id);
  },
  action: ({ chatId, action }) => store.actions.set(chatId, action),
  call: ({ call }) => putCall(call),
  faults({ faults }) {
    store.faults = faults;
  },
  commands() {},
};

export function apply(change) {
  APPLY[change.kind]?.(change);
}

function put(message) {
  const messages = store.messages.get(message.chatId) ?? new Map();
  messages.set(message.messageId, message);
  store.messages.set(message.chatId, messages);
  if (message.from.isBot) store.actions.delete(message.chatId);
}

function putCall(call) {
  const isQuiet = call.method === 'getUpdates' && (call.status ?? 200) === 200 && !call.fault;
  if (isQuiet) return;
  const at = store.calls.findIndex(({ id }) => id === call.id);
  if (at >= 0) store.calls[at] = call;
  else store.calls.push(call);
  if (store.calls.length > CALLS_SHOWN) store.calls.shift();
}

/** The topic that a message is in; 0 in chats without topics. */
export function topicOf(message) {
  if (!store.chats.get(message.chatId)?.forum) return 0;
  return message.topicId ?? GENERAL;
}

/** Messages of a chat, or of one topic of it, the oldest first. */
export function messagesIn(chatId, topicId) {
  const messages = [...(store.messages.get(chatId)?.values() ?? [])];
  return topicId ? messages.filter((message) => topicOf(message) === topicId) : messages;
}

/** Chats in which this person is. */
export function chatsOf(personId) {
  return [...store.chats.values()].filter((chat) =>
    chat.kind === 'private'
      ? chat.id === personId
      : chat.members.some((member) => member.personId === personId),
  );
}

/** The id that gives a chat its colour: the bot's, or its own. */
export function hueIdOf(chat) {
  return chat.kind === 'private' ? store.bot.id : chat.id;
}

export function titleOf(chat) {
  return chat.kind === 'private' ? store.bot.first_name : chat.title;
}
