// A decoder that breaks at one message: the others pass at once, and that one is tried again.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dialectNamed } from '../../src/dialects/all-dialects.ts';
import type { RawMessage } from '../../src/dialects/dialect.ts';
import { createReceive, type Receive } from '../../src/intake/receive.ts';
import { createRetry } from '../../src/intake/retry.ts';
import { START } from '../../src/journal/journal.ts';
import { JobwireError } from '../../src/runtime/errors.ts';
import type { Service } from '../../src/runtime/lifecycle.ts';
import { createMetrics, type Metrics } from '../../src/runtime/metrics.ts';
import { createLogBook, type LogBook } from '../helpers/log-book.ts';
import { createManualClock, type ManualClock } from '../helpers/manual-clock.ts';
import { createMemoryJournal, type MemoryJournal } from '../helpers/memory-journal.ts';
import { createMemoryRetries, type MemoryRetries } from '../helpers/memory-retries.ts';

const SOURCE = 'televibe:stream:p1';
const BAD = 'e2';
/** A due message is found within this time. */
const LOOK_MS = 500;

let memory: MemoryJournal;
let retries: MemoryRetries;
let clock: ManualClock;
let log: LogBook;
let receive: Receive;
let retry: Service;
let metrics: Metrics;
let breaks: () => void;
/** Appends that fail from now on. */
let fails: number;
/** When the bad message was tried, in milliseconds since the start. */
let triedAt: number[];

beforeEach(async () => {
  clock = createManualClock();
  const beganAt = clock.now();
  memory = createMemoryJournal({ clock });
  retries = createMemoryRetries(clock.now);
  log = createLogBook();
  triedAt = [];
  breaks = () => {
    throw new TypeError('cannot read hunter2');
  };
  const decode = (message: RawMessage) => {
    if (message.text.includes(BAD)) {
      triedAt.push(clock.now() - beganAt);
      breaks();
    }
    return dialectNamed('televibe').decode(message);
  };
  fails = 0;
  const kept = retries.over(memory.journal);
  const journal: typeof kept = {
    ...kept,
    async append(batch) {
      if (fails > 0) {
        fails -= 1;
        throw new JobwireError('unavailable', 'Redis is away');
      }
      return kept.append(batch);
    },
  };
  metrics = createMetrics();
  receive = createReceive({ decode, journal, metrics, log, clock });
  retry = createRetry({ store: retries, decode, journal, metrics, clock, log });
  await retry.start();
});
afterEach(async () => {
  const stopped = retry.stop();
  await clock.advance(LOOK_MS);
  await stopped;
});

const message = (id: string): RawMessage => ({
  dialect: 'televibe',
  text: JSON.stringify({ event_id: id, event_type: 'job.progress', job_id: 'j1' }),
  source: SOURCE,
  entryId: `${id}-0`,
  arrivedAt: 7,
});

async function takeAll(lossy = false): Promise<void> {
  const messages = ['e1', BAD, 'e3'].map(message);
  const acknowledgement = { source: SOURCE, from: '', to: '3-0' };
  await receive.ingest({ messages, lossy, ...(lossy ? {} : { acknowledgement }) });
}

async function journalled(): Promise<string[]> {
  return (await memory.journal.read(START, 100)).map(({ event }) => event.id);
}

describe('a message on which the decoder fails', () => {
  it('blocks no other, and is neither lost nor dead-lettered', async () => {
    await takeAll();
    expect(await journalled()).toEqual(['e1', 'e3']);
    expect(await memory.deadLetters()).toEqual([]);
    expect(retries.messages()).toEqual([message(BAD)]);
    expect(log.lines).toMatchObject([
      { name: 'job_event_decode_failed', fields: { buried: false } },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain('hunter2');
  });

  it('stays scheduled while the journal accepts nothing', async () => {
    await takeAll();
    breaks = () => {};
    fails = 2;
    await clock.advance(60_000);
    expect(fails).toBe(0);
    expect(await journalled()).toEqual(['e1', 'e3', BAD]);
    expect(retries.messages()).toEqual([]);
  });

  it.each([
    ['a stream', false],
    ['a channel', true],
  ])('from %s is retried three times with growing pauses, then dead-lettered', async (_, lossy) => {
    await takeAll(lossy);
    await clock.advance(60_000);
    const pauses = triedAt.slice(1).map((at, before) => at - (triedAt[before] ?? 0));
    expect(pauses).toHaveLength(3);
    for (const [at, leastMs] of [1_000, 5_000, 25_000].entries()) {
      expect(pauses[at]).toBeGreaterThanOrEqual(leastMs);
      expect(pauses[at]).toBeLessThanOrEqual(leastMs + LOOK_MS);
    }
    expect(await memory.deadLetters()).toEqual([
      {
        source: SOURCE,
        entryId: `${BAD}-0`,
        raw: message(BAD).text,
        reason: 'The decoder failed (TypeError).',
        attempts: 4,
      },
    ]);
    expect(retries.messages()).toEqual([]);
    expect(log.count('message_failed_again')).toBe(2);
    expect(log.count('message_given_up')).toBe(1);
    expect(await journalled()).toEqual(['e1', 'e3']);
  });

  it('is journalled once the decoder is fixed, as if it had never failed', async () => {
    await takeAll();
    await clock.advance(1_600);
    breaks = () => {};
    await clock.advance(60_000);
    expect(await journalled()).toEqual(['e1', 'e3', BAD]);
    const [, , found] = await memory.journal.read(START, 3);
    // The instant at which it lay in its stream, and not that of its last try.
    expect(found?.event.time).toBe(new Date(7).toISOString());
    expect(triedAt).toHaveLength(3);
    expect(await memory.deadLetters()).toEqual([]);
    expect(retries.messages()).toEqual([]);
    expect(log.count('message_recovered')).toBe(1);
  });

  it('is dead-lettered at once if the fixed decoder refuses it', async () => {
    await takeAll();
    breaks = () => {
      dialectNamed('televibe').decode({ ...message(BAD), text: 'null' });
    };
    await clock.advance(60_000);
    expect(triedAt).toHaveLength(2);
    expect(await memory.deadLetters()).toMatchObject([
      { entryId: `${BAD}-0`, attempts: 2, reason: expect.stringMatching(/null/) },
    ]);
  });

  it('is one event although the process dies between the journal and the store', async () => {
    await takeAll();
    breaks = () => {};
    retries.failDrops(1);
    await clock.advance(60_000);
    expect(await journalled()).toEqual(['e1', 'e3', BAD]);
    expect(retries.messages()).toEqual([]);
  });

  it('that killed every process which retried it is not tried again', async () => {
    await takeAll();
    breaks = () => {
      throw new Error('not to be called');
    };
    triedAt = [];
    retries.pretendAttempts(4);
    await clock.advance(2_000);
    expect(triedAt).toEqual([]);
    expect(await memory.deadLetters()).toMatchObject([
      { entryId: `${BAD}-0`, reason: expect.stringMatching(/^Every process that tried/) },
    ]);
  });
});
