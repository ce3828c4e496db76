// The chat page: connects the stream, the store and the panes.

import { renderChats, renderPeople } from './chat-list.js';
import { loadCommands, renderComposer, sendText, setReply, startComposer } from './composer.js';
import { renderConversation, renderHead, renderMessages, toEnd } from './conversation.js';
import { byId } from './dom.js';
import { addressOf, fromAddress, markSeen, rememberStart, selection } from './selection.js';
import { apply, begin, chatsOf, store } from './store.js';
import { renderCalls, renderFaults, startWorkbench } from './workbench.js';

const callbacks = { onCommand: sendText, onReply: setReply };
const WIDE = matchMedia('(min-width: 720px)');

function renderLists() {
  renderPeople();
  renderChats();
}

async function renderAll() {
  fromAddress();
  openFirst();
  renderConversation(callbacks);
  renderLists();
  renderComposer();
  renderFaults();
  renderCalls();
  await loadCommands();
}

/** On a wide screen there is always an open chat. */
function openFirst() {
  if (selection.chatId !== undefined || !WIDE.matches) return;
  const first = chatsOf(selection.personId)[0];
  if (first === undefined) return;
  history.replaceState(null, '', addressOf({ ...selection, chatId: first.id }));
  fromAddress();
}

/** Renders only what these changes affect. */
async function update(changes) {
  for (const change of changes) apply(change);
  const kinds = new Set(changes.map(({ kind }) => kind));
  const has = (...some) => some.some((kind) => kinds.has(kind));
  if (has('chat', 'person', 'message-gone')) return await renderAll();
  if (has('message')) {
    const messages = changes.filter(({ kind }) => kind === 'message').map(({ message }) => message);
    renderMessages(messages, callbacks);
    askForReply(messages);
    renderLists();
  }
  if (has('action', 'message')) renderState();
  if (has('faults')) renderFaults();
  if (has('call')) renderCalls();
  if (has('commands')) await loadCommands();
}

function renderState() {
  const chat = store.chats.get(selection.chatId);
  if (chat !== undefined && !document.querySelector('.menu[open]')) renderHead(chat);
}

function askForReply(messages) {
  const asking = messages.findLast(
    ({ chatId, forceReply, versions }) =>
      forceReply && versions === 1 && chatId === selection.chatId,
  );
  if (asking !== undefined) setReply(asking);
}

function setLive(isLive) {
  const pill = byId('live');
  pill.textContent = isLive ? 'live' : 'reconnecting';
  pill.classList.toggle('lost', !isLive);
}

function follow() {
  const source = new EventSource('/sim/stream');
  source.addEventListener('snapshot', async ({ data }) => {
    begin(JSON.parse(data));
    rememberStart();
    setLive(true);
    await renderAll();
  });
  source.addEventListener('changes', ({ data }) => update(JSON.parse(data)));
  source.addEventListener('error', () => setLive(false));
}

startComposer();
startWorkbench();
byId('start').addEventListener('click', () => sendText('/start'));
byId('to-end').addEventListener('click', toEnd);
addEventListener('hashchange', renderAll);
document.addEventListener('visibilitychange', () => {
  markSeen();
  renderLists();
});
document.addEventListener('click', ({ target }) => {
  for (const menu of document.querySelectorAll('.menu[open]')) {
    if (!menu.contains(target)) menu.open = false;
  }
});
follow();
