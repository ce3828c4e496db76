import type { Update } from 'grammy/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createMetrics, type Metrics } from '../../src/metrics.ts';
import { createPersist } from '../../src/telegram/persist.ts';
import { createUpdateHandler, type UpdateHandler } from '../../src/telegram/update-handler.ts';
import { createLogBook, type LogBook } from '../helpers/log-book.ts';
import { createMemoryUpdateLog } from '../helpers/memory-update-log.ts';
import { createOutage, type Outage } from '../helpers/outage.ts';

const running = new AbortController().signal;

let done: string[];
let gate: { open(): void; readonly opened: Promise<void> };
let handler: UpdateHandler;
let log: LogBook;
let metrics: Metrics;
let redis: Outage;

beforeEach(() => {
  done = [];
  gate = createGate();
  log = createLogBook();
  metrics = createMetrics();
  redis = createOutage();
  handler = createUpdateHandler({
    onTap: async ({ id }) => void done.push(id),
    async onMessage({ text = '' }) {
      if (text === '/throw') throw new TypeError('a mistake');
      if (text === '/hold') await gate.opened;
      done.push(text);
    },
    onMembership: async () => void done.push('membership'),
    updateLog: redis.over(createMemoryUpdateLog()),
    persist: createPersist({ clock: { ...systemClock, sleep: async () => {} }, log }),
    metrics,
    log,
  });
});

function createGate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const command = (updateId: number, text: string, chatId = 1) =>
  ({ update_id: updateId, message: { text, chat: { id: chatId } } }) as Update;
const tap = (updateId: number, id: string) =>
  ({ update_id: updateId, callback_query: { id } }) as Update;
const membership = (updateId: number) =>
  ({ update_id: updateId, my_chat_member: { chat: { id: 1 } } }) as Update;

describe('updates', () => {
  it('of one chat are handled in order, of another chat meanwhile', async () => {
    const first = handler.handle(command(1, '/hold'), running);
    const second = handler.handle(command(2, '/second'), running);
    await handler.handle(command(3, '/elsewhere', 2), running);
    expect(done).toEqual(['/elsewhere']);
    gate.open();
    await Promise.all([first, second]);
    expect(done).toEqual(['/elsewhere', '/hold', '/second']);
  });

  it('that are taps wait for no command', async () => {
    const slow = handler.handle(command(1, '/hold'), running);
    await handler.handle(tap(2, 'tap'), running);
    expect(done).toEqual(['tap']);
    gate.open();
    await slow;
  });

  it('that come again are dropped', async () => {
    for (const update of [command(1, '/once'), command(1, '/once'), membership(2), membership(2)]) {
      await handler.handle(update, running);
    }
    expect(done).toEqual(['/once', 'membership']);
  });

  it('that are taps count each time: their first answer is given again', async () => {
    for (const update of [tap(1, 'tap'), tap(1, 'tap')]) await handler.handle(update, running);
    expect(done).toEqual(['tap', 'tap']);
  });

  it('that can not be handled are logged, and the next one is handled', async () => {
    await handler.handle(command(1, '/throw'), running);
    await handler.handle(command(2, '/next'), running);
    expect(done).toEqual(['/next']);
    expect(log.count('telegram_update_failed')).toBe(1);
  });

  it('that were cut short come again', async () => {
    const stop = new AbortController();
    redis.begin();
    stop.abort();
    await expect(handler.handle(command(1, '/lost'), stop.signal)).rejects.toThrow('Redis');
    redis.end();
    await handler.handle(command(1, '/lost'), running);
    expect(done).toEqual(['/lost']);
  });

  it('of kinds nobody asked for are let go', async () => {
    await handler.handle({ update_id: 1 } as Update, running);
    expect(done).toEqual([]);
  });

  it('are counted by kind', async () => {
    await handler.handle(command(1, '/x'), running);
    await handler.handle(tap(2, 'y'), running);
    const text = await metrics.text();
    expect(text).toMatch(/updates_total\{kind="command"\} 1/);
    expect(text).toMatch(/updates_total\{kind="tap"\} 1/);
  });
});
