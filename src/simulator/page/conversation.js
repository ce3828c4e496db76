// The right pane: the open chat or topic, whose bubbles are updated in place.
import { act } from './api.js';
import { bubble, flash } from './bubble.js';
import { avatar, byId, el } from './dom.js';
import { go, markSeen, selection } from './selection.js';
import { hueIdOf, messagesIn, store, titleOf, topicOf } from './store.js';
import { onDay } from './times.js';

const SHOWN = 300;
/** Closer to the end than this counts as at the end. */
const NEAR_END_PX = 80;

let shownView = '';

/** Renders the open chat from scratch. `callbacks` as for `bubble`. */
export function renderConversation(callbacks) {
  const chat = store.chats.get(selection.chatId);
  document.body.classList.toggle('chat-open', chat !== undefined);
  byId('nothing').hidden = chat !== undefined;
  byId('conversation').hidden = chat === undefined;
  if (chat === undefined) return;
  renderHead(chat);
  const list = byId('messages');
  const messages = messagesIn(chat.id, selection.topicId).slice(-SHOWN);
  list.replaceChildren(...messages.map((message) => bubble(message, callbacks)));
  byId('start').hidden = chat.kind !== 'private' || messages.length > 0;
  tidy(list);
  const view = [selection.personId, chat.id, selection.topicId].join(' ');
  if (view !== shownView) toEnd();
  shownView = view;
  markSeen();
}

/** Adds or updates the messages of one batch. */
export function renderMessages(messages, callbacks) {
  const here = messages.filter(
    (message) => message.chatId === selection.chatId && isInPlace(message),
  );
  if (here.length === 0) return;
  const list = byId('messages');
  byId('start').hidden = true;
  const wasAtEnd = isAtEnd();
  for (const message of new Map(here.map((one) => [one.messageId, one])).values()) {
    placeBubble(list, message, callbacks);
  }
  while (list.children.length > SHOWN) list.firstElementChild.remove();
  tidy(list);
  if (wasAtEnd || here.some(({ from }) => from.id === selection.personId)) toEnd();
  else byId('to-end').hidden = false;
  markSeen();
}

function isInPlace(message) {
  return !selection.topicId || topicOf(message) === selection.topicId;
}

function placeBubble(list, message, callbacks) {
  const current = list.querySelector(`[data-message-id="${message.messageId}"]`);
  const next = bubble(message, callbacks);
  if (current === null) {
    next.classList.add('arriving');
    list.append(next);
    return;
  }
  const focused = current.contains(document.activeElement) ? document.activeElement : null;
  current.replaceWith(next);
  flash(next);
  if (focused !== null) refocus(next, focused);
}

/** Gives the focus back to its button, if that still exists. */
function refocus(row, before) {
  const same = [...row.querySelectorAll('button')].find(
    (button) => button.textContent === before.textContent,
  );
  same?.focus({ preventScroll: true });
}

/** Lines between days, and bubbles of one author close together. */
function tidy(list) {
  for (const line of list.querySelectorAll('.day')) line.remove();
  let day = '';
  let author = '';
  for (const row of [...list.children]) {
    const message = store.messages.get(selection.chatId)?.get(Number(row.dataset.messageId));
    const today = message === undefined ? day : onDay(message.sentAt);
    if (today !== day) row.before(el('li', { class: 'day' }, el('span', { text: today })));
    row.classList.toggle('follows', today === day && author === row.dataset.from);
    day = today;
    author = row.dataset.from ?? '';
  }
}

function isAtEnd() {
  const pane = byId('scroll');
  return pane.scrollHeight - pane.scrollTop - pane.clientHeight < NEAR_END_PX;
}

export function toEnd() {
  const pane = byId('scroll');
  pane.scrollTop = pane.scrollHeight;
  byId('to-end').hidden = true;
}

export function renderHead(chat) {
  const topic = chat.topics.find(({ id }) => id === selection.topicId);
  const title = titleOf(chat);
  const back = {
    type: 'button',
    id: 'back',
    class: 'icon',
    'aria-label': 'Back to the chats',
    text: '‹',
  };
  byId('chat-head').replaceChildren(
    el('button', { ...back, on: { click: () => go({ chatId: undefined, topicId: 0 }) } }),
    avatar(title, hueIdOf(chat)),
    el(
      'div',
      { class: 'chat-head-lines' },
      el('h2', { text: topic === undefined ? title : `${title} › ${topic.name}` }),
      el('p', { id: 'chat-state', text: stateOf(chat, topic) }),
    ),
    menu(chat, topic),
  );
}

function stateOf(chat, topic) {
  const action = store.actions.get(chat.id);
  if (action !== undefined) return `${store.bot.first_name}: ${action.replaceAll('_', ' ')} …`;
  if (chat.movedTo !== undefined) return `moved to ${chat.movedTo}`;
  if (topic?.closed) return 'topic closed';
  if (chat.kind === 'private') return STATES[chat.bot];
  const names = chat.members.map(({ personId }) => store.people.get(personId)?.firstName);
  return `${STATES[chat.bot]} · ${names.join(', ')}`;
}

const STATES = {
  member: 'bot',
  administrator: 'bot is administrator',
  stranger: 'bot, not started yet',
  blocked: 'bot, blocked',
  kicked: 'bot was removed',
  left: 'bot is not in here',
  deactivated: 'account deleted',
};

function menu(chat, topic) {
  const entries = chat.kind === 'private' ? privateActs(chat) : groupActs(chat, topic);
  const buttons = entries.map(([label, name, body]) =>
    el('button', {
      type: 'button',
      text: label,
      on: {
        click({ currentTarget }) {
          currentTarget.closest('details').open = false;
          return act(name, body);
        },
      },
    }),
  );
  return el(
    'details',
    { class: 'menu' },
    el('summary', { class: 'icon', 'aria-label': 'What can happen to this chat', text: '⋮' }),
    el('div', { class: 'menu-entries' }, ...buttons),
  );
}

function privateActs({ id, bot }) {
  const personId = id;
  return bot === 'blocked'
    ? [['Unblock the bot', 'unblock', { personId }]]
    : [['Block the bot', 'block', { personId }]];
}

function groupActs({ id: chatId, kind, bot }, topic) {
  const { personId } = selection;
  const isIn = bot === 'member' || bot === 'administrator';
  const entries = [
    isIn
      ? ['Remove the bot', 'kick', { chatId, personId }]
      : ['Add the bot again', 'invite', { chatId, personId }],
  ];
  if (kind === 'group') entries.push(['Make it a supergroup', 'migrate', { chatId }]);
  if (topic === undefined) return entries;
  const ofTopic = { chatId, topicId: topic.id };
  entries.push(
    topic.closed
      ? ['Open the topic again', 'reopen-topic', ofTopic]
      : ['Close the topic', 'close-topic', ofTopic],
  );
  if (topic.id !== 1) entries.push(['Delete the topic', 'delete-topic', ofTopic]);
  return entries;
}
