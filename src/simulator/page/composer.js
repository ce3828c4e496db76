// The composer: the input field, the bot's commands as suggestions, replies.
import { act, view } from './api.js';
import { byId, el } from './dom.js';
import { openMiniApp } from './mini-app.js';
import { selection } from './selection.js';
import { store } from './store.js';

let commands = [];
let suggested = [];
let marked = 0;
let replyTo;

export function startComposer() {
  const input = byId('input');
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    return send();
  });
  input.addEventListener('input', suggest);
  input.addEventListener('keydown', onKey);
  input.addEventListener('blur', hideSuggestions);
  byId('no-reply').addEventListener('click', () => setReply(undefined));
}

/** Commands of the open chat, reloaded when the chat or the list changes. */
export async function loadCommands() {
  const { chatId, personId } = selection;
  commands = chatId === undefined ? [] : ((await view('commands', { chatId, personId })) ?? []);
  const isPrivate = store.chats.get(chatId)?.kind === 'private';
  const menu = isPrivate ? await view('menu-button', { personId }) : undefined;
  const button = byId('menu-button');
  button.hidden = menu?.type !== 'web_app';
  button.textContent = menu?.text ?? '';
  button.onclick = () => openMiniApp(menu.web_app.url);
}

/** Renders the composer; another chat drops the reply. */
export function renderComposer() {
  const chat = store.chats.get(selection.chatId);
  const topic = chat?.topics.find(({ id }) => id === selection.topicId);
  const why = closedBecause(chat, topic);
  const name = store.people.get(selection.personId)?.firstName ?? '';
  const input = byId('input');
  input.disabled = why !== undefined;
  input.placeholder = why ?? `Message as ${name}, / for commands`;
  byId('send').disabled = why !== undefined;
  if (replyTo?.chatId !== selection.chatId) setReply(undefined);
}

function closedBecause(chat, topic) {
  if (chat === undefined) return 'No chat is open';
  if (chat.movedTo !== undefined) return 'This group became a supergroup';
  if (chat.bot === 'blocked') return 'You blocked the bot';
  return topic?.closed ? 'This topic is closed' : undefined;
}

export function setReply(message) {
  replyTo = message;
  byId('reply').hidden = message === undefined;
  if (message === undefined) return;
  byId('reply-name').textContent = `Reply to ${message.from.firstName}`;
  byId('reply-text').textContent = message.text.slice(0, 120);
  byId('input').focus();
}

/** Sends a command that was tapped in a text. */
export function sendText(text) {
  const { chatId, personId, topicId } = selection;
  const inTopic = topicId ? { topicId } : {};
  const answers = replyTo === undefined ? {} : { replyTo: replyTo.messageId };
  return act('say', { chatId, personId, text, ...inTopic, ...answers });
}

async function send() {
  const input = byId('input');
  const text = input.value.trim();
  if (text === '') return;
  const sent = await sendText(text);
  if (sent === undefined) return;
  input.value = '';
  setReply(undefined);
  hideSuggestions();
  input.focus();
}

function suggest() {
  const typed = /^\/(\w*)$/.exec(byId('input').value);
  suggested = typed === null ? [] : commands.filter(({ command }) => command.startsWith(typed[1]));
  marked = 0;
  renderSuggestions();
}

function renderSuggestions() {
  const list = byId('suggestions');
  const input = byId('input');
  list.hidden = suggested.length === 0;
  input.setAttribute('aria-expanded', String(!list.hidden));
  list.replaceChildren(...suggested.map(suggestion));
  const active = list.querySelector('[aria-selected="true"]');
  active?.scrollIntoView({ block: 'nearest' });
  if (active === null) input.removeAttribute('aria-activedescendant');
  else input.setAttribute('aria-activedescendant', active.id);
}

function suggestion({ command, description }, index) {
  return el(
    'div',
    {
      role: 'option',
      id: `suggestion-${index}`,
      'aria-selected': String(index === marked),
      on: {
        mousedown(event) {
          event.preventDefault();
          accept(index);
        },
      },
    },
    el('span', { class: 'command-name', text: `/${command}` }),
    el('span', { class: 'command-what', text: description }),
  );
}

function hideSuggestions() {
  suggested = [];
  renderSuggestions();
}

function accept(index) {
  const input = byId('input');
  input.value = `/${suggested[index].command} `;
  hideSuggestions();
  input.focus();
}

function onKey(event) {
  if (suggested.length > 0 && onSuggestionKey(event)) return event.preventDefault();
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    return send();
  }
  if (event.key === 'Escape') setReply(undefined);
}

/** Returns whether the list of suggestions handled the key. */
function onSuggestionKey({ key }) {
  const count = suggested.length;
  const isWhole = suggested.some(({ command }) => byId('input').value === `/${command}`);
  if (key === 'ArrowDown') marked = (marked + 1) % count;
  else if (key === 'ArrowUp') marked = (marked + count - 1) % count;
  else if (key === 'Escape') suggested = [];
  else if (key === 'Tab' || (key === 'Enter' && !isWhole)) return accept(marked) ?? true;
  else return false;
  renderSuggestions();
  return true;
}
