// Taking messages of a source after somebody ended among them.
import { beforeEach, describe, expect, it } from 'vitest';
import { dialectNamed } from '../../src/dialects/all-dialects.ts';
import type { AttemptState, IntakeAttempt } from '../../src/intake/attempts.ts';
import { createIngest, type Ingest, type SourceBatch } from '../../src/intake/isolate-poison.ts';
import { createReceive } from '../../src/intake/receive.ts';
import { type AppendBatch, START } from '../../src/journal/journal.ts';
import { createMetrics } from '../../src/runtime/metrics.ts';
import { createLogBook, type LogBook } from '../helpers/log-book.ts';
import { createManualClock, type ManualClock } from '../helpers/manual-clock.ts';
import { createMemoryJournal, type MemoryJournal } from '../helpers/memory-journal.ts';

const SOURCE = 'televibe:stream:p1';
const ONCE = { tries: 1, toIsolate: 0 };

let memory: MemoryJournal;
let appended: AppendBatch[];
let clock: ManualClock;
let log: LogBook;
let decoded: string[];
/** The known attempts, each time one begins. */
let known: Partial<IntakeAttempt>[];
let begun: string[];
/** When somebody began where another one had ended. */
let resolvedAt: number[];
let take: Ingest;

beforeEach(() => {
  memory = createMemoryJournal();
  clock = createManualClock();
  log = createLogBook();
  [appended, decoded, known, begun, resolvedAt] = [[], [], [], [], []];
  const receive = createReceive({
    decode(message) {
      decoded.push(message.text);
      return dialectNamed('televibe').decode(message);
    },
    journal: {
      append(batch) {
        appended.push(batch);
        return memory.journal.append(batch);
      },
    },
    metrics: createMetrics(),
    log,
    clock,
  });
  const attempts = {
    async begin({ source, from, messages, resolved }: AttemptState) {
      // The second question is no new one.
      if (resolved) {
        resolvedAt.push(clock.now());
        return ONCE;
      }
      begun.push(`${source} ${from} ${messages}`);
      return { ...ONCE, ...known.shift() };
    },
  };
  take = createIngest({ receive, attempts, clock, log });
});

function batchOf(count: number, fields: Partial<SourceBatch> = {}): SourceBatch {
  const steps = Array.from({ length: count }, (_, at) => {
    const to = `${at + 1}-0`;
    const text = JSON.stringify({ event_id: `e${at}`, event_type: 'job.progress', job_id: 'j1' });
    return {
      to,
      message: { dialect: 'televibe', text, source: SOURCE, entryId: to, arrivedAt: at },
    };
  });
  return { source: SOURCE, from: '', steps, ...fields };
}

async function journalled(): Promise<string[]> {
  return (await memory.journal.read(START, 100)).map(({ event }) => event.id);
}

const moves = () =>
  appended.map(({ acknowledgement }) => `${acknowledgement?.from}>${acknowledgement?.to}`);

describe('messages among which no process died', () => {
  it('are ingested together, in one step with the position after the last', async () => {
    const result = await take(batchOf(5, { group: 'jobwire' }));
    expect(result.kind === 'appended' && result.positions).toHaveLength(5);
    expect(begun).toEqual([`${SOURCE}  5`]);
    expect(appended).toMatchObject([
      { acknowledgement: { source: SOURCE, from: '', to: '5-0', group: 'jobwire' } },
    ]);
    expect(await journalled()).toEqual(['e0', 'e1', 'e2', 'e3', 'e4']);
  });
});

describe('a message among which a process died', () => {
  it('is recorded as tried only after the pause, so that dying during the pause does not count', async () => {
    known = [{ tries: 2, toIsolate: 1 }];
    const startedAt = clock.now();
    const taken = take(batchOf(1));
    await clock.advance(500);
    expect([decoded, resolvedAt]).toEqual([[], []]);
    await clock.advance(10_000);
    await taken;
    expect(resolvedAt[0]).toBeGreaterThanOrEqual(startedAt + 1_000);
    expect(decoded).toHaveLength(1);
  });
});

describe('messages among which a process died', () => {
  it('are ingested one by one, as many as there were, and the others together', async () => {
    known = [{ toIsolate: 2 }, { toIsolate: 1 }];
    const result = await take(batchOf(5, { group: 'jobwire' }));
    expect(moves()).toEqual(['>1-0', '1-0>2-0', '2-0>5-0']);
    expect(begun).toEqual([`${SOURCE}  5`, `${SOURCE} 1-0 4`, `${SOURCE} 2-0 3`]);
    expect(appended.map(({ acknowledgement }) => acknowledgement?.group)).toEqual(
      appended.map(() => 'jobwire'),
    );
    expect(result.kind === 'appended' && result.positions).toHaveLength(5);
    expect(await journalled()).toEqual(['e0', 'e1', 'e2', 'e3', 'e4']);
  });

  it.each([
    [2, 1_000],
    [3, 5_000],
    [4, 25_000],
  ])('are tried a %i. time after a pause of %i ms', async (tries, pauseMs) => {
    known = [{ tries, toIsolate: 1 }];
    const taken = take(batchOf(1));
    await clock.advance(pauseMs - 1);
    expect(decoded).toEqual([]);
    await clock.advance(1);
    await taken;
    expect(await journalled()).toEqual(['e0']);
    expect(await memory.deadLetters()).toEqual([]);
  });

  it('lose the one that killed four processes to the dead letters, and no other', async () => {
    known = [{ toIsolate: 3 }, { tries: 5, toIsolate: 2 }, { toIsolate: 1 }];
    const batch = batchOf(4);
    await take(batch);
    expect(await journalled()).toEqual(['e0', 'e2', 'e3']);
    expect(await memory.deadLetters()).toEqual([
      {
        source: SOURCE,
        entryId: '2-0',
        raw: batch.steps[1]?.message.text,
        reason: 'Every process that tried this message ended before it was done.',
        attempts: 4,
      },
    ]);
    // Looking at it would be one more end.
    expect(decoded).not.toContain(batch.steps[1]?.message.text);
    expect(log.lines).toEqual([
      {
        level: 'error',
        name: 'message_given_up',
        fields: { source: SOURCE, entryId: '2-0', tries: 5 },
      },
    ]);
  });

  it('are left to the replica that ingested them meanwhile', async () => {
    known = [{ toIsolate: 3 }, { toIsolate: 2 }];
    const batch = batchOf(3);
    const other = { source: SOURCE, from: '1-0', to: '3-0' };
    const { append } = memory.journal;
    memory.journal.append = async (given) => {
      const result = await append(given);
      if (appended.length === 1) {
        await append({ candidates: [], deadLetters: [], acknowledgement: other });
      }
      return result;
    };
    expect(await take(batch)).toEqual({ kind: 'moved', at: '3-0' });
    expect(moves()).toEqual(['>1-0', '1-0>2-0']);
    expect(await journalled()).toEqual(['e0']);
  });
});

it('tries one thing at a time, so that the death of the process counts against nothing else', async () => {
  known = [
    { tries: 2, toIsolate: 2 },
    { tries: 2, toIsolate: 2 },
  ];
  const trying = new Set<string>();
  let most = 0;
  const two = createIngest({
    receive: {
      async ingest({ acknowledgement }) {
        await new Promise(setImmediate);
        trying.delete(acknowledgement?.source ?? '');
        return { kind: 'appended', positions: [] };
      },
    },
    attempts: {
      async begin({ source, resolved }) {
        const attempt = { ...ONCE, ...(resolved ? {} : known.shift()) };
        if (resolved || attempt.tries === 1) trying.add(source);
        most = Math.max(most, trying.size);
        return attempt;
      },
    },
    clock,
    log,
  });
  const done = Promise.all(['one', 'other'].map((source) => two(batchOf(2, { source }))));
  await clock.advance(60_000);
  await done;
  expect(most).toBe(1);
});
