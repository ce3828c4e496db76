// The drawer for developers: injected faults, and the bot's calls live.
import { act, view } from './api.js';
import { jsonDialog } from './dialogs.js';
import { byId, el } from './dom.js';
import { selection } from './selection.js';
import { store } from './store.js';
import { atSecond } from './times.js';

const UNLIMITED_MS = 24 * 60 * 60 * 1_000;
const FLOOD_MS = 10_000;

/** The fault of each switch; `whole` ones affect getUpdates too if no chat is named. */
const SWITCHES = [
  {
    label: 'Flood: 429 for 10 s',
    hint: 'retry_after counts down',
    fault: { kind: 'flood', forMs: FLOOD_MS },
  },
  {
    label: 'Telegram down: 500',
    hint: 'every method',
    fault: { kind: 'status', code: 500, forMs: UNLIMITED_MS },
    whole: true,
  },
  {
    label: 'Drop answers',
    hint: 'the call happens, its answer is lost',
    fault: { kind: 'drop-answer', forMs: UNLIMITED_MS },
  },
  {
    label: 'Cut connections',
    hint: 'before anything happens',
    fault: { kind: 'refuse', forMs: UNLIMITED_MS },
    whole: true,
  },
  {
    label: 'Slow: 3 s',
    hint: 'every answer is late',
    fault: { kind: 'delay', ms: 3_000, forMs: UNLIMITED_MS },
  },
];

export function startWorkbench() {
  byId('workbench-open').addEventListener('click', toggle);
  byId('workbench-close').addEventListener('click', toggle);
  byId('clear-faults').addEventListener('click', () => act('clear-faults'));
}

function toggle() {
  const isOpen = document.body.classList.toggle('workbench-open');
  byId('workbench').hidden = !isOpen;
  byId('workbench-open').setAttribute('aria-expanded', String(isOpen));
  renderCalls();
  byId(isOpen ? 'workbench-close' : 'workbench-open').focus();
}

export function renderFaults() {
  const rows = SWITCHES.map((one) => {
    const active = store.faults.find(({ fault }) => fault.kind === one.fault.kind);
    return switchRow(one, active);
  });
  byId('faults').replaceChildren(...rows);
  const count = store.faults.length;
  byId('fault-count').hidden = count === 0;
  byId('fault-count').textContent = String(count);
  byId('clear-faults').disabled = count === 0;
}

function switchRow(one, active) {
  const scope = active?.fault.chatId === undefined ? one.hint : `in chat ${active.fault.chatId}`;
  return el(
    'li',
    {},
    el(
      'button',
      {
        type: 'button',
        role: 'switch',
        class: 'switch',
        'aria-checked': String(active !== undefined),
        on: { click: () => flip(one, active) },
      },
      el(
        'span',
        { class: 'switch-lines' },
        el('span', { text: one.label }),
        el('small', { text: scope }),
      ),
      el('span', { class: 'switch-knob', 'aria-hidden': 'true' }),
    ),
  );
}

function flip({ fault, whole }, active) {
  if (active !== undefined) return act('remove-fault', { id: active.id });
  const { chatId } = selection;
  const isLocal = byId('only-here').checked && chatId !== undefined;
  if (isLocal) return act('add-fault', { ...fault, chatId });
  return act('add-fault', whole ? { ...fault, method: '*' } : fault);
}

export function renderCalls() {
  if (byId('workbench').hidden) return;
  byId('calls').replaceChildren(...store.calls.map(callRow).reverse());
}

function callRow(call) {
  const status = call.status ?? (call.fault === 'refuse' ? 'cut' : '…');
  const kind = call.status === 200 && !call.fault ? 'fine' : 'wrong';
  const raw = async () => {
    const value = await view('call', { id: call.id });
    if (value !== undefined) await jsonDialog(`Call ${call.id}: ${call.method}`, value);
  };
  return el(
    'li',
    {},
    el(
      'button',
      {
        type: 'button',
        class: `call call-${status === '…' ? 'running' : kind}`,
        on: { click: raw },
      },
      el('time', { text: atSecond(call.at) }),
      el('span', { class: 'call-method', text: call.method }),
      el('span', { class: 'call-status', text: call.fault ? `${status} ${call.fault}` : status }),
      call.description === undefined
        ? undefined
        : el('span', { class: 'call-why', text: call.description }),
    ),
  );
}
