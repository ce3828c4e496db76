// One message as a bubble, with its buttons below.
import { act, view } from './api.js';
import { alertDialog, historyDialog, jsonDialog, toast } from './dialogs.js';
import { el, hueOf } from './dom.js';
import { richText } from './entities.js';
import { openMiniApp } from './mini-app.js';
import { selection } from './selection.js';
import { store } from './store.js';
import { atClock, exactly } from './times.js';

/** `callbacks`: onCommand(text), onReply(message). */
export function bubble(message, callbacks) {
  if (message.service !== undefined) return serviceLine(message);
  const isMine = message.from.id === selection.personId;
  const row = el('li', {
    class: `message ${isMine ? 'mine' : 'theirs'}${message.from.isBot ? ' from-bot' : ''}`,
    data: { messageId: message.messageId, from: message.from.id },
  });
  const parts = [
    el(
      'div',
      { class: 'bubble' },
      authorOf(message, isMine),
      answered(message),
      documentOf(message),
      textOf(message, callbacks),
      metaOf(message),
    ),
    tools(message, callbacks),
    keyboardOf(message),
  ];
  row.append(...parts.filter(Boolean));
  return row;
}

function authorOf({ chatId, from }, isMine) {
  if (isMine || store.chats.get(chatId)?.kind === 'private') return undefined;
  return el('div', { class: `author hue-${hueOf(from.id)}`, text: from.firstName });
}

function answered({ chatId, replyTo }) {
  if (replyTo === undefined) return undefined;
  const original = store.messages.get(chatId)?.get(replyTo);
  return el(
    'button',
    { type: 'button', class: 'answered', on: { click: () => show(replyTo) } },
    el('span', { class: 'answered-name', text: original?.from.firstName ?? 'Deleted message' }),
    el('span', { class: 'answered-text', text: original?.text.slice(0, 120) ?? '' }),
  );
}

function show(messageId) {
  const row = document.querySelector(`[data-message-id="${Number(messageId)}"]`);
  row?.scrollIntoView({ block: 'center' });
  flash(row);
}

/** Highlights a bubble that changed. */
export function flash(row) {
  if (row === null || row === undefined) return;
  row.classList.remove('flash');
  void row.offsetWidth;
  row.classList.add('flash');
}

function documentOf({ document: file }) {
  if (file === undefined) return undefined;
  const size = `${(file.sizeBytes / 1024).toFixed(1)} KB`;
  return el(
    'div',
    { class: 'document' },
    el('span', { class: 'document-sign', 'aria-hidden': 'true', text: '📄' }),
    el('span', { class: 'document-name', text: file.name }),
    el('span', { class: 'document-size', text: size }),
  );
}

function textOf(message, { onCommand }) {
  const text = el('div', { class: 'text', dir: 'auto' });
  text.append(richText(message, onCommand));
  return text;
}

function metaOf(message) {
  const sound = message.silent
    ? { class: 'sound silent', text: '🔕', title: 'Came without a sound' }
    : { class: 'sound', text: '🔔', title: 'Came with a sound' };
  return el(
    'div',
    { class: 'meta' },
    message.from.isBot
      ? el('span', { ...sound, role: 'img', 'aria-label': sound.title })
      : undefined,
    message.versions > 1 ? editedMark(message) : undefined,
    el('time', { text: atClock(message.sentAt), title: exactly(message.sentAt) }),
  );
}

function editedMark(message) {
  const { chatId, messageId, versions, editedAt } = message;
  return el('button', {
    type: 'button',
    class: 'edited',
    text: versions > 2 ? `edited ${versions - 1}×` : 'edited',
    title: `Last change ${exactly(editedAt)}. Show every version`,
    'aria-label': `Edited ${versions - 1} times: show every version`,
    on: {
      async click() {
        const full = await view('message', { chatId, messageId });
        if (full !== undefined) await historyDialog(full);
      },
    },
  });
}

function tools(message, { onReply }) {
  const { chatId, messageId } = message;
  const raw = async () => {
    const value = await view('raw', { chatId, messageId });
    if (value !== undefined) await jsonDialog(`Message ${messageId} on the wire`, value);
  };
  return el(
    'div',
    { class: 'tools' },
    tool('↩', 'Reply', () => onReply(message)),
    tool('{ }', 'Raw JSON', raw),
  );
}

function tool(text, label, click) {
  return el('button', {
    type: 'button',
    class: 'tool',
    text,
    title: label,
    'aria-label': label,
    on: { click },
  });
}

function keyboardOf(message) {
  if (message.keyboard.length === 0) return undefined;
  const rows = message.keyboard.map((buttons) =>
    el('div', { class: 'keyboard-row' }, ...buttons.map((button) => key(message, button))),
  );
  return el('div', { class: 'keyboard', role: 'group', 'aria-label': 'Buttons' }, ...rows);
}

function key(message, button) {
  const opens = button.url ?? button.web_app?.url;
  const classes = ['key', button.style && `key-${button.style}`, opens && 'key-link'];
  return el('button', {
    type: 'button',
    class: classes.filter(Boolean).join(' '),
    disabled: button.disabled !== undefined,
    text: button.text,
    title: button.callback_data ?? opens,
    on: { click: ({ currentTarget }) => press(message, button, currentTarget) },
  });
}

async function press({ chatId, messageId }, button, node) {
  if (button.web_app !== undefined) return await openMiniApp(button.web_app.url);
  const opens = button.url;
  if (opens !== undefined) return void window.open(opens, '_blank', 'noopener,noreferrer');
  if (button.copy_text !== undefined) {
    await navigator.clipboard.writeText(button.copy_text.text);
    return toast('Copied');
  }
  if (button.callback_data === undefined) return;
  const { personId } = selection;
  node.classList.add('waiting');
  const answer = await act('tap', { chatId, messageId, personId, data: button.callback_data });
  node.classList.remove('waiting');
  if (!answer?.text) return;
  if (answer.showAlert) await alertDialog(answer.text);
  else toast(answer.text);
}

const SERVICE = {
  migrated_to: () => 'This group became a supergroup',
  migrated_from: () => 'This supergroup was a group before',
  topic_closed: (name) => `${name} closed the topic`,
  topic_reopened: (name) => `${name} opened the topic again`,
  bot_added: (name) => `${name} added ${store.bot.first_name}`,
};

function serviceLine({ messageId, from, service }) {
  const text = SERVICE[service.kind]?.(from.firstName) ?? service.kind;
  return el('li', { class: 'service', data: { messageId } }, el('span', { text }));
}
