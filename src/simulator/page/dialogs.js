// Overlays: toasts, alerts, the history of a message, raw JSON.
import { byId, el } from './dom.js';
import { richText } from './entities.js';
import { atSecond, exactly } from './times.js';

/** A line that disappears by itself. `kind`: `answer` or `problem`. */
export function toast(text, kind = 'answer') {
  const line = el('div', { class: `toast toast-${kind}`, text });
  line.addEventListener('animationend', () => line.remove());
  byId('toasts').append(line);
}

/** A dialog; resolves when it is closed. */
export function alertDialog(text) {
  return open({
    title: 'jobwire says',
    body: el('p', { class: 'alert-text', text }),
    kind: 'alert',
  });
}

export function historyDialog(message) {
  const now = { ...message, at: message.editedAt ?? message.sentAt };
  const versions = [...message.history, now];
  const items = versions.map((version, index) => versionItem(version, index, versions.length));
  const body = el('ol', { class: 'versions', reversed: true }, ...items.reverse());
  const title = `${versions.length} versions of message ${message.messageId}`;
  return open({ title, body, kind: 'history' });
}

function versionItem(version, index, count) {
  const labels = version.keyboard.flat().map(({ text }) => text);
  const which = index === count - 1 ? 'now' : `${index + 1}`;
  const text = el('div', { class: 'text' });
  text.append(richText(version));
  return el(
    'li',
    {},
    el(
      'div',
      { class: 'version-head' },
      el('span', { class: 'version-number', text: which }),
      el('time', { text: atSecond(version.at), title: exactly(version.at) }),
    ),
    text,
    labels.length === 0
      ? undefined
      : el('div', { class: 'version-buttons', text: labels.map((one) => `[ ${one} ]`).join(' ') }),
  );
}

export function jsonDialog(title, value) {
  const text = JSON.stringify(value, null, 2);
  return open({ title, body: el('pre', { class: 'json', tabindex: '0', text }), kind: 'raw' });
}

function open({ title, body, kind }) {
  const close = el('button', {
    type: 'submit',
    class: 'primary',
    text: kind === 'alert' ? 'OK' : 'Close',
  });
  const dialog = el(
    'dialog',
    { class: `dialog dialog-${kind}`, 'aria-label': title },
    el('form', { method: 'dialog' }, el('h2', { text: title }), body, el('footer', {}, close)),
  );
  document.body.append(dialog);
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close());
  dialog.showModal();
  close.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve();
    });
  });
}
