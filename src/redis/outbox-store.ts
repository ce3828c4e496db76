// Keeps deliver/outbox and deliver/outbox-store in Redis. The queue's layout: lua/outbox.lua.
import type { Redis } from 'ioredis';
import type { AskedReason } from '../approvals/approval-store.ts';
import { type Address, addressKey, parseAddress } from '../audience/chat-book.ts';
import type { Clock } from '../clock.ts';
import type { Outbox } from '../deliver/outbox.ts';
import type { Next, OutboxItem, OutboxStore, Visit, Waker } from '../deliver/outbox-store.ts';
import { readShown, type Shown, writeShown } from '../deliver/shown.ts';
import { JobwireError } from '../errors.ts';
import type { Message } from '../message/message.ts';
import type { Keys } from './keys.ts';
import { loadScript } from './script.ts';
import { readWakes } from './wakes.ts';
import { readEntry } from './window-entry.ts';

/** A visit whose replica is silent for so long is over; HOLD_EVERY_MS is how often it speaks. */
const HOLD_MS = 5_000;

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly waker: Waker;
}

/** What is stored beside an item that is not made from state. */
interface Payload {
  readonly message: Message;
  readonly editing?: number;
  /** The question that this message asks: what its answer decides. */
  readonly asks?: AskedReason;
}

export function createOutbox({ redis, keys, clock, waker }: Deps): Outbox {
  const queue = loadScript('base', 'outbox', 'queue');
  const retryNow = loadScript('base', 'outbox', 'retry-now');

  function wake(reply: unknown): void {
    for (const { chatId, delayMs } of readWakes(reply as string[])) waker.wake(chatId, delayMs);
  }

  async function put(address: Address, name: string, payload: Payload): Promise<void> {
    const kind = name.startsWith('reply/') ? 'reply' : 'live';
    const reply = await queue(redis, {
      keys: [keys.journal],
      args: [keys.prefix, address.chatId, name, kind, JSON.stringify(payload)],
    });
    wake(reply);
  }

  return {
    post(address, message, options = {}) {
      const payload: Payload = { message, ...options };
      return put(address, `reply/${addressKey(address)}/${clock.token(9)}`, payload);
    },
    live: (address, slot, message) =>
      put(address, `live/${addressKey(address)}/${slot}`, { message }),
    async retry(chatId) {
      wake(await retryNow(redis, { keys: [keys.journal], args: [keys.prefix, chatId] }));
    },
  };
}

export function createOutboxStore({ redis, keys }: Pick<Deps, 'redis' | 'keys'>): OutboxStore {
  const scripts = {
    begin: loadScript('base', 'begin'),
    next: loadScript('base', 'outbox', 'next'),
    hold: loadScript('base', 'hold'),
    done: loadScript('base', 'done'),
    aside: loadScript('base', 'aside'),
    pause: loadScript('base', 'pause'),
    clear: loadScript('base', 'clear'),
  };
  const run = (name: keyof typeof scripts, ...args: (string | number)[]) =>
    scripts[name](redis, { keys: [keys.journal], args: [keys.prefix, ...args] });

  return {
    async begin(chatId) {
      const fence = await run('begin', chatId, HOLD_MS);
      return typeof fence === 'string' ? { chatId, fence } : undefined;
    },
    async next({ chatId, fence }, { isActive } = { isActive: true }) {
      const reply = await run('next', chatId, fence, HOLD_MS, isActive ? '1' : '');
      return readNext(reply as string[]);
    },
    async hold({ chatId, fence }) {
      await run('hold', chatId, fence, HOLD_MS);
    },
    async done(visit, item, { messageId = '', shown } = {}) {
      const result = item.kind === 'window' ? ['all'] : [messageId, shownText(shown)];
      return (await run('done', ...recordArgs(visit, item), ...result)) === 1;
    },
    async partDone(visit, item, part) {
      const { chatId, fence } = visit;
      if (item.kind === 'window') {
        return (await run('done', ...recordArgs(visit, item), Number(part))) === 1;
      }
      const shown = typeof part === 'number' ? '' : writeShown(part);
      return (await run('done', chatId, fence, 'part', item.name, '', shown)) === 1;
    },
    async putAside({ chatId, fence }, item, { maxMs, share }) {
      const name = item.kind === 'window' ? `window/${addressKey(item.address)}` : item.name;
      const [tries, ms] = (await run('aside', chatId, fence, name, maxMs, share)) as string[];
      return tries === undefined ? undefined : { tries: Number(tries), ms: Number(ms) };
    },
    async pause({ chatId, fence }, ms) {
      await run('pause', chatId, fence, Math.ceil(ms));
    },
    async clear(chatId) {
      const names = (await run('clear', chatId)) as string[];
      return names.map((name) => {
        const [, address = '', ...id] = name.split('/');
        return { approvalId: id.join('/'), address: parseAddress(address) };
      });
    },
    async overdue(lateMs, limit) {
      const [seconds] = await redis.time();
      const before = Number(seconds) * 1_000 - lateMs;
      const chats = await redis.zrangebyscore(keys.due, '-inf', before, 'LIMIT', 0, limit);
      return chats.map(Number);
    },
  };
}

function shownText(shown: Shown | undefined): string {
  return shown === undefined ? '' : writeShown(shown);
}

function recordArgs({ chatId, fence }: Visit, item: OutboxItem): (string | number)[] {
  return item.kind === 'window'
    ? [chatId, fence, 'window', addressKey(item.address)]
    : [chatId, fence, 'item', item.name];
}

function readNext([kind, ...rest]: string[]): Next {
  if (kind === 'lost') return { kind };
  if (kind === 'idle') return { kind, nextMs: rest[0] ? Number(rest[0]) : undefined };
  if (kind === 'window') return { kind: 'item', item: readWindow(rest) };
  return { kind: 'item', item: readItem(rest) };
}

function readWindow([address = '', parts, groups, ...rest]: string[]): OutboxItem {
  const overflow = new Map<string, number>();
  const entriesFrom = Number(groups) * 2;
  for (let at = 0; at < entriesFrom; at += 2) {
    overflow.set(rest[at] ?? '', Number(rest[at + 1]));
  }
  const entries = rest.slice(entriesFrom).map(readEntry);
  return {
    kind: 'window',
    address: parseAddress(address),
    window: { entries, overflow },
    partsSent: Number(parts),
  };
}

/** Names: `approval/<address>/<key>`, `stray|superseded/<address>/<message>/<key>`,
 * `reply|live/<address>/…`, `reminder/<address>/<number>/<key>`. */
function readItem([name = '', payload = '', sentAs = '', how, tries]: string[]): OutboxItem {
  const [kind, address = '', ...rest] = name.split('/');
  const common = { name, address: parseAddress(address) };
  const known = sentAs === '' ? {} : { messageId: Number(sentAs) };
  const copy = { ...shownIn(how), failedTries: Number(tries), isStray: kind === 'stray' };
  switch (kind) {
    case 'approval':
      return {
        kind,
        ...common,
        ...copy,
        ...known,
        ...readReason(payload),
        approvalId: rest.join('/'),
      };
    case 'stray':
      return {
        kind: 'approval',
        ...common,
        ...copy,
        approvalId: rest.slice(1).join('/'),
        messageId: Number(rest[0]),
      };
    case 'superseded':
      return {
        kind: 'approval',
        ...common,
        ...copy,
        approvalId: rest.slice(1).join('/'),
        messageId: Number(rest[0]),
        isSuperseded: true,
      };
    case 'reminder':
      return {
        kind,
        ...common,
        ...shownIn(how),
        approvalId: rest.slice(1).join('/'),
        ...(sentAs === '' ? {} : { replyTo: Number(sentAs) }),
      };
    case 'reply':
    case 'live': {
      const { message, editing } = JSON.parse(payload) as Payload;
      const target = editing === undefined ? known : { messageId: editing };
      return { kind, ...common, message, ...target };
    }
    default:
      throw new JobwireError('bug', `the queue holds "${name}", which nobody knows how to send`);
  }
}

function shownIn(text: string | undefined): { readonly shown?: Shown } {
  const shown = readShown(text);
  return shown === undefined ? {} : { shown };
}

/** Why a request is shown where it is, if there is a reason to name. */
function readReason(payload: string): { readonly insteadOf?: string } {
  return payload === '' ? {} : (JSON.parse(payload) as { insteadOf?: string });
}
