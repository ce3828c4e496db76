// Keeps deliver/outbox and deliver/outbox-store in Redis. The queue's layout: redis/outbox/outbox.lua.
import type { Redis } from 'ioredis';
import { type Address, addressKey, parseAddress } from '../../audience/chat-book.ts';
import type { Outbox } from '../../deliver/outbox.ts';
import type {
  OutboxItem,
  OutboxStore,
  UnshownCopy,
  Visit,
  Waker,
} from '../../deliver/outbox-store.ts';
import { type Shown, writeShown } from '../../deliver/shown.ts';
import type { Clock } from '../../runtime/clock.ts';
import { paceLimits } from '../pace/pace.ts';
import type { Keys } from '../scripts/keys.ts';
import { loadScript } from '../scripts/script.ts';
import { readWakes } from '../scripts/wakes.ts';
import { type Payload, readNext } from './outbox-item.ts';

/** A visit whose replica is silent for so long is over; HOLD_EVERY_MS is how often it speaks. */
const HOLD_MS = 2_000;
/** Items of a chat that are looked at for requests that it does not show. */
const MAX_UNSHOWN = 100;

interface Deps {
  readonly redis: Redis;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly waker: Waker;
}

export function createOutbox({ redis, keys, clock, waker }: Deps): Outbox {
  const queue = loadScript(new URL('./queue.lua', import.meta.url));
  const retryNow = loadScript(new URL('./retry-now.lua', import.meta.url));

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

interface StoreDeps extends Pick<Deps, 'redis' | 'keys'> {
  /** Bot API calls a second, for all chats and replicas together. */
  readonly callsPerSecond: number;
}

export function createOutboxStore({ redis, keys, callsPerSecond }: StoreDeps): OutboxStore {
  const limits = JSON.stringify(paceLimits(callsPerSecond));
  const scripts = {
    begin: loadScript(new URL('./begin.lua', import.meta.url)),
    next: loadScript(new URL('./next.lua', import.meta.url)),
    hold: loadScript(new URL('./hold.lua', import.meta.url)),
    done: loadScript(new URL('./done.lua', import.meta.url)),
    aside: loadScript(new URL('./aside.lua', import.meta.url)),
    pause: loadScript(new URL('./pause.lua', import.meta.url)),
    rest: loadScript(new URL('../pace/rest.lua', import.meta.url)),
    clear: loadScript(new URL('./clear.lua', import.meta.url)),
    unshown: loadScript(new URL('./unshown.lua', import.meta.url)),
    overdue: loadScript(new URL('./overdue.lua', import.meta.url)),
  };
  const run = (name: keyof typeof scripts, ...args: (string | number)[]) =>
    scripts[name](redis, { keys: [keys.journal], args: [keys.prefix, ...args] });

  const recording = createRecording((call, ...args) => run('done', ...args, call, limits));

  return {
    async begin(chatId) {
      const [fence = '', forMs] = (await run('begin', chatId, HOLD_MS)) as string[];
      return fence === ''
        ? { kind: 'taken', forMs: Number(forMs) }
        : { kind: 'open', visit: { chatId, fence } };
    },
    async next({ chatId, fence }, { isActive } = { isActive: true }) {
      const reply = await run('next', chatId, fence, HOLD_MS, isActive ? '1' : '', limits);
      return readNext(reply as string[], `${keys.prefix}:out:${chatId}:payload`);
    },
    async hold({ chatId, fence }) {
      await run('hold', chatId, fence, HOLD_MS);
    },
    ...recording,
    async putAside({ chatId, fence }, item, { maxMs, share }) {
      const name = item.kind === 'window' ? `window/${addressKey(item.address)}` : item.name;
      const [tries, ms] = (await run('aside', chatId, fence, name, maxMs, share)) as string[];
      return tries === undefined ? undefined : { tries: Number(tries), ms: Number(ms) };
    },
    async pause({ chatId, fence }, ms) {
      await run('pause', chatId, fence, Math.ceil(ms));
    },
    async rest(chatId, ms) {
      await run('rest', chatId, Math.ceil(ms));
    },
    async clear(chatId) {
      return ((await run('clear', chatId)) as string[]).map(readCopy);
    },
    async unshown(chatId) {
      return ((await run('unshown', chatId, MAX_UNSHOWN)) as string[]).map(readCopy);
    },
    async overdue(lateMs, limit) {
      const [clockMs, ...chats] = (await run('overdue', lateMs, limit)) as string[];
      return { clockMs: Number(clockMs), chats: chats.map(Number) };
    },
  };
}

/** `approval/<address>/<key>` */
function readCopy(name: string): UnshownCopy {
  const [, address = '', ...id] = name.split('/');
  return { approvalId: id.join('/'), address: parseAddress(address) };
}

type Recording = Pick<OutboxStore, 'done' | 'unused' | 'discard' | 'partDone'>;

/** What became of the call that was granted. */
type CallEnd = 'sent' | 'unused' | '';

function createRecording(
  run: (call: CallEnd, ...args: (string | number)[]) => Promise<unknown>,
): Recording {
  const record = async (call: CallEnd, ...args: (string | number)[]) =>
    (await run(call, ...args)) === 1;
  return {
    done(visit, item, { messageId = '', shown } = {}) {
      const result = item.kind === 'window' ? 'all' : messageId;
      const call = messageId === '' ? '' : 'sent';
      return record(call, ...recordArgs(visit, item), result, shownText(shown));
    },
    unused(visit, item) {
      const result = item.kind === 'window' ? 'all' : '';
      return record('unused', ...recordArgs(visit, item), result, '');
    },
    discard({ chatId, fence }, name) {
      return record('unused', chatId, fence, 'item', name, '', '');
    },
    partDone(visit, item, part) {
      const { chatId, fence } = visit;
      if (item.kind === 'window') {
        return record('sent', ...recordArgs(visit, item), Number(part), '');
      }
      const shown = typeof part === 'number' ? '' : writeShown(part);
      return record('sent', chatId, fence, 'part', item.name, '', shown);
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
