// The left pane: the person whom the reader acts as, with their chats and topics.
import { avatar, byId, el } from './dom.js';
import { addressOf, go, selection, unread, unreadOf } from './selection.js';
import { chatsOf, hueIdOf, messagesIn, store, titleOf } from './store.js';
import { atClock } from './times.js';

export function renderPeople() {
  const people = [...store.people.values()].map(personButton);
  byId('people').replaceChildren(...people);
}

function personButton(person) {
  const isActing = person.id === selection.personId;
  const news = unreadOf(person.id);
  const name = person.firstName;
  const label = news.count > 0 && !isActing ? `${name}, ${news.count} unread` : name;
  return el(
    'button',
    {
      type: 'button',
      class: 'person',
      'aria-pressed': String(isActing),
      'aria-label': `Act as ${label}`,
      title: `Act as ${name} (${person.id}${person.languageCode ? `, ${person.languageCode}` : ''})`,
      data: { personId: person.id },
      on: { click: () => go({ personId: person.id, ...sameChat(person.id) }) },
    },
    avatar(name, person.id, 'small'),
    el('span', { class: 'person-name', text: name }),
    isActing ? undefined : badge(news),
  );
}

/** The open chat, if that person is in it too; else their private chat. */
function sameChat(personId) {
  const chats = chatsOf(personId);
  if (chats.some(({ id }) => id === selection.chatId)) return {};
  const own = chats.find(({ kind }) => kind === 'private');
  return { chatId: own?.id ?? chats[0]?.id, topicId: 0 };
}

function badge({ count, loud }) {
  if (count === 0) return undefined;
  return el('span', {
    class: loud ? 'badge' : 'badge quiet',
    'aria-label': `${count} unread`,
    text: count > 99 ? '99+' : String(count),
  });
}

export function renderChats() {
  const chats = chatsOf(selection.personId)
    .map((chat) => ({ chat, last: messagesIn(chat.id).at(-1) }))
    .sort((a, b) => (b.last?.sentAt ?? 0) - (a.last?.sentAt ?? 0));
  byId('chats').replaceChildren(...chats.map(chatItem));
  const { count } = unreadOf(selection.personId);
  document.title = `${count > 0 ? `(${count}) ` : ''}jobwire · Telegram simulator`;
}

function chatItem({ chat, last }) {
  const isOpen = chat.id === selection.chatId;
  const news = unread(selection.personId, chat.id);
  const line = el(
    'a',
    {
      class: 'chat',
      href: addressOf({ personId: selection.personId, chatId: chat.id, topicId: 0 }),
      'aria-current': isOpen && !chat.forum ? 'page' : undefined,
      data: { chatId: chat.id },
    },
    avatar(titleOf(chat), hueIdOf(chat)),
    el(
      'span',
      { class: 'chat-lines' },
      el(
        'span',
        { class: 'chat-line' },
        el('span', { class: 'chat-title', text: titleOf(chat) }),
        last && el('time', { class: 'chat-time', text: atClock(last.sentAt) }),
      ),
      el(
        'span',
        { class: 'chat-line' },
        el('span', { class: 'chat-last', text: preview(chat, last) }),
        badge(news),
      ),
    ),
  );
  return el('li', {}, line, chat.forum ? topicList(chat) : undefined);
}

function preview(chat, last) {
  const trouble = TROUBLE[chat.bot];
  if (chat.movedTo !== undefined) return 'became a supergroup';
  if (trouble !== undefined) return trouble;
  if (last === undefined) return 'nothing yet';
  const who = chat.kind === 'private' ? '' : `${last.from.firstName}: `;
  const what = last.text || last.document?.name || 'service message';
  return who + what.replace(/\s+/g, ' ').slice(0, 90);
}

const TROUBLE = {
  blocked: 'you blocked the bot',
  kicked: 'the bot was removed',
  left: 'the bot is not in here',
  stranger: 'not started yet',
  deactivated: 'account deleted',
};

function topicList(chat) {
  const topics = chat.topics.map((topic) => {
    const isOpen = chat.id === selection.chatId && topic.id === selection.topicId;
    const target = { personId: selection.personId, chatId: chat.id, topicId: topic.id };
    return el(
      'li',
      {},
      el(
        'a',
        {
          class: 'topic',
          href: addressOf(target),
          'aria-current': isOpen ? 'page' : undefined,
          data: { chatId: chat.id, topicId: topic.id },
        },
        el('span', { class: 'topic-sign', 'aria-hidden': 'true', text: topic.closed ? '🔒' : '#' }),
        el('span', { class: 'topic-name', text: topic.name }),
        badge(unread(selection.personId, chat.id, topic.id)),
      ),
    );
  });
  return el('ul', { class: 'topics', 'aria-label': `Topics of ${chat.title}` }, ...topics);
}
