import { setMaxListeners } from 'node:events';
import type { Update } from 'grammy/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRedaction } from '../../../src/redact/redaction.ts';
import { createHealth, type Health } from '../../../src/runtime/health.ts';
import { createMetrics, type Metrics } from '../../../src/runtime/metrics.ts';
import { createDeadLetterUpdate } from '../../../src/telegram/handling/dead-letter-update.ts';
import type { UpdateHandler } from '../../../src/telegram/handling/handler.ts';
import { createHandlingDeadline } from '../../../src/telegram/handling/handling-time.ts';
import { createIsolateUpdate } from '../../../src/telegram/handling/isolate-update.ts';
import { createRetryWhileUnavailable } from '../../../src/telegram/sending/retry-while-unavailable.ts';
import { createUpdateHandler } from '../../../src/telegram/updates/update-handler.ts';
import { createLogBook, type LogBook } from '../../helpers/log-book.ts';
import { createManualClock, type ManualClock } from '../../helpers/manual-clock.ts';
import { createMemoryChatBook } from '../../helpers/memory-chat-book.ts';
import { createMemoryJournal, type MemoryJournal } from '../../helpers/memory-journal.ts';
import { createMemoryMembers } from '../../helpers/memory-members.ts';
import { createMemoryUpdateLog, type MemoryUpdateLog } from '../../helpers/memory-update-log.ts';
import { createOutage, type Outage } from '../../helpers/outage.ts';
import { createRecordingOutbox } from '../../helpers/recording-outbox.ts';
import { translator } from '../../message/speaking.ts';

const running = new AbortController().signal;
setMaxListeners(0, running);
const SECRET = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';

let begun: string[];
let done: string[];
let gate: { open(): void; readonly opened: Promise<void> };
let log: LogBook;
let metrics: Metrics;
let redis: Outage;
let health: Health;
let clock: ManualClock;
let updates: MemoryUpdateLog;
let memory: MemoryJournal;
let outbox: ReturnType<typeof createRecordingOutbox>;
let handler: UpdateHandler;
/** Whether `/patient` waits until the program stops. */
let patient: boolean;

beforeEach(() => {
  begun = [];
  done = [];
  gate = createGate();
  log = createLogBook();
  metrics = createMetrics();
  redis = createOutage();
  health = createHealth();
  clock = createManualClock();
  updates = createMemoryUpdateLog();
  memory = createMemoryJournal();
  outbox = createRecordingOutbox();
  patient = true;
  handler = startProcess();
});

/** A process that continues where earlier ones ended. */
function startProcess(life = { isDead: false }): UpdateHandler {
  const isUnavailable = () => false;
  const retryWhileUnavailable = createRetryWhileUnavailable({ clock, log, isUnavailable });
  const patience = { retryWhileUnavailable, clock, log };
  const isAway = () => health.snapshot().redis?.ok === false;
  const members = createMemoryMembers({ adminUserIds: [] });
  const deadLetter = createDeadLetterUpdate({
    journal: redis.over(memory.journal),
    redaction: createRedaction({ redact: true }),
    chatBook: createMemoryChatBook({ members }),
    outbox,
    translator,
    metrics,
    ...patience,
  });
  const inTime = createHandlingDeadline({ clock, isOutage: isAway });
  const updateLog = redis.over(updates.process());
  return createUpdateHandler({
    async onTap({ id }) {
      begun.push(id);
      if (id === 'deadly') await new Promise(() => {});
      done.push(id);
    },
    async onMessage({ text = '' }, signal) {
      begun.push(text);
      if (text === '/patient' && patient) await untilStopped(signal);
      if (text.startsWith('/throw')) throw new TypeError(`a mistake with ${SECRET}`);
      if (text.startsWith('/slow')) await slowly(life);
      if (text === '/hold') await gate.opened;
      if (text === '/deadly') await new Promise(() => {});
      done.push(text);
    },
    onMembership: async () => void done.push('membership'),
    isolate: createIsolateUpdate({ updateLog, deadLetter, inTime, ...patience }),
    deadLetter,
    metrics,
  });
}

/** Takes a moment, and never comes to an end in a process that is dead by then. */
async function slowly(life: { readonly isDead: boolean }): Promise<void> {
  await clock.sleep(100);
  if (life.isDead) await new Promise(() => {});
}

async function untilStopped(signal: AbortSignal): Promise<never> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  throw new Error('stopped');
}

function createGate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const command = (updateId: number, text: string, chatId = 1) =>
  ({
    update_id: updateId,
    message: { message_id: updateId, text, chat: { id: chatId }, from: { id: 7 } },
  }) as Update;
const tap = (updateId: number, id: string) =>
  ({ update_id: updateId, callback_query: { id } }) as Update;
const membership = (updateId: number) =>
  ({ update_id: updateId, my_chat_member: { chat: { id: 1 } } }) as Update;

/** Lets whatever can go on go on. */
const settle = () => clock.advance(0);

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

  it('that are talk wait for nothing, and nothing waits for them', async () => {
    redis.begin('hanging');
    await handler.handle(command(1, 'lunch?'), running);
    expect(begun).toEqual([]);
  });

  it('that are redelivered are dropped', async () => {
    for (const update of [command(1, '/once'), command(1, '/once'), membership(2), membership(2)]) {
      await handler.handle(update, running);
    }
    expect(done).toEqual(['/once', 'membership']);
  });

  it('that are taps count each time: their first answer is given again', async () => {
    for (const update of [tap(1, 'tap'), tap(1, 'tap')]) await handler.handle(update, running);
    expect(done).toEqual(['tap', 'tap']);
  });

  it('that were interrupted are redelivered', async () => {
    const stop = new AbortController();
    redis.begin();
    stop.abort();
    await expect(handler.handle(command(1, '/lost'), stop.signal)).rejects.toThrow('Redis');
    redis.end();
    await handler.handle(command(1, '/lost'), running);
    expect(done).toEqual(['/lost']);
  });

  it('of kinds that were not requested are ignored', async () => {
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

describe('an update that always fails', () => {
  it('is dead-lettered with its reason and without its secrets, and the next one is handled', async () => {
    await handler.handle(command(1, `/throw password=${SECRET} ${'x'.repeat(20_000)}`), running);
    await handler.handle(command(2, '/next'), running);
    expect(done).toEqual(['/next']);
    const [letter, ...others] = await memory.deadLetters();
    expect(letter).toMatchObject({ source: 'telegram', entryId: '1', attempts: 1 });
    expect(letter?.reason).toContain('a mistake');
    expect(JSON.stringify(letter)).not.toContain(SECRET);
    expect(letter?.raw.length).toBeLessThanOrEqual(8_192);
    expect(others).toEqual([]);
  });

  it('is not handled again when Telegram sends it again', async () => {
    for (const again of [1, 1]) await handler.handle(command(again, '/throw'), running);
    expect(begun).toEqual(['/throw']);
  });
});

describe('a handler that hangs', () => {
  it('is given up after a minute: its chat goes on, and is told that it failed', async () => {
    const hung = handler.handle(command(1, '/deadly'), running);
    const next = handler.handle(command(2, '/next'), running);
    await clock.advance(59_000);
    expect(done).toEqual([]);
    await clock.advance(2_000);
    await Promise.all([hung, next]);
    expect(done).toEqual(['/next']);
    expect(await memory.deadLetters()).toMatchObject([{ source: 'telegram', entryId: '1' }]);
    expect(await metrics.text()).toContain('jobwire_dead_letters_total{stage="decoding"} 1');
    expect(outbox.posted).toMatchObject([{ address: { chatId: 1 }, message: { replyTo: 1 } }]);
  });

  it('has unlimited time while Redis is away', async () => {
    const waiting = handler.handle(command(1, '/hold'), running);
    health.report('redis', false);
    await clock.advance(3_600_000);
    gate.open();
    await waiting;
    health.report('redis', true);
    expect(done).toEqual(['/hold']);
    expect(await memory.deadLetters()).toEqual([]);
  });

  it('holds back at most 200 updates of its chat; the rest is dead-lettered', async () => {
    const all = Array.from({ length: 203 }, (_, at) =>
      command(at + 1, at === 0 ? '/hold' : `/c${at}`),
    );
    const handled = Promise.all(all.map((update) => handler.handle(update, running)));
    await settle();
    expect((await memory.deadLetters()).map(({ entryId }) => entryId)).toEqual([
      '201',
      '202',
      '203',
    ]);
    gate.open();
    await handled;
    expect(done).toHaveLength(200);
  });
});

describe('an update that kills every process', () => {
  /** The process ends as soon as that is begun; the next one gets everything again. */
  async function livesUntilDone(batch: readonly Update[]): Promise<number> {
    for (let lives = 1; lives < 10; lives += 1) {
      const life = { isDead: false };
      const handler = startProcess(life);
      const deadly = () => begun.filter((text) => /deadly/.test(text)).length;
      const before = deadly();
      let isDone = false;
      void Promise.all(batch.map((update) => handler.handle(update, running))).then(() => {
        isDone = true;
      });
      for (let steps = 0; steps < 40 && !isDone && deadly() === before; steps += 1) {
        await clock.advance(50);
      }
      life.isDead = true;
      if (isDone) return lives;
    }
    throw new Error('it never came to an end');
  }

  it.each([
    ['a command', command(3, '/deadly', 3), 3],
    ['a tap', tap(3, 'deadly'), 3],
  ])('%s is dead-lettered after three deaths; others are handled once', async (...given) => {
    const [, deadly, id] = given;
    const beside = [1, 2, 4, 5].map((at) => command(at, `/slow ${at}`, at));
    const batch = [...beside.slice(0, 2), deadly, ...beside.slice(2)];
    expect(await livesUntilDone(batch)).toBe(4);
    expect(await memory.deadLetters()).toMatchObject([{ entryId: String(id), attempts: 3 }]);
    expect(begun.filter((text) => /deadly/.test(text))).toHaveLength(3);
    expect(done.sort()).toEqual(['/slow 1', '/slow 2', '/slow 4', '/slow 5']);
  });

  it('is not suspected after the program was stopped during it', async () => {
    for (let lives = 1; lives <= 5; lives += 1) {
      const stop = new AbortController();
      const handled = startProcess().handle(command(1, '/patient'), stop.signal);
      await settle();
      stop.abort();
      await expect(handled).rejects.toThrow('stopped');
    }
    patient = false;
    await startProcess().handle(command(1, '/patient'), running);
    expect(done).toEqual(['/patient']);
  });
});
