// The bus inside the program.
import { fc, test } from '@fast-check/vitest';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { createEventBus, type EventBus } from '../../src/journal/event-bus.ts';
import { anEvent, candidate } from '../helpers/events.ts';
import { createLogBook, type LogBook } from '../helpers/log-book.ts';
import { createManualClock, type ManualClock } from '../helpers/manual-clock.ts';
import { createMemoryJournal, type MemoryJournal } from '../helpers/memory-journal.ts';

let clock: ManualClock;
let memory: MemoryJournal;
let log: LogBook;
let bus: EventBus;
let heard: string[];

beforeEach(() => {
  clock = createManualClock();
  memory = createMemoryJournal({ clock });
  log = createLogBook();
  bus = createEventBus({ ...memory, clock, log });
  heard = [];
});

const hear = ({ id }: CanonicalEvent) => void heard.push(id);

async function tell(...events: Partial<CanonicalEvent>[]): Promise<void> {
  const candidates = events.map((event) => candidate(anEvent(event)));
  await memory.journal.append({ candidates, deadLetters: [] });
  await clock.advance(0);
}

const many = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `e${at}` }));

describe('a handler', () => {
  it('gets events that match its pattern from now on, with their position', async () => {
    await tell({ id: 'before', type: 'job.started' });
    const positions: string[] = [];
    bus.subscribe('job.*', (event, position) => {
      hear(event);
      positions.push(position);
    });
    await tell(
      { id: 'a', type: 'job.started' },
      { id: 'b', type: 'jobs.started' },
      { id: 'c', type: 'job.tool.started' },
    );
    expect(heard).toEqual(['a', 'c']);
    const entries = await memory.journal.get(positions);
    expect(entries.map((entry) => entry?.event.id)).toEqual(['a', 'c']);
  });

  it('gets nothing after it ended its subscription', async () => {
    const end = bus.subscribe('*', hear);
    bus.subscribe('*', () => {});
    expect(bus.handlers).toBe(2);
    await tell({ id: 'a' });
    end();
    expect(bus.handlers).toBe(1);
    await tell({ id: 'b' });
    expect(heard).toEqual(['a']);
  });

  it('that is slow with one aggregate waits for that, and goes on with others', async () => {
    bus.subscribe('*', async (event) => {
      if (event.id === 'slow') await clock.sleep(1_000);
      hear(event);
    });
    await tell(
      { id: 'slow', aggregate: 'job:1' },
      { id: 'next', aggregate: 'job:1' },
      { id: 'other', aggregate: 'job:2' },
    );
    expect(heard).toEqual(['other']);
    await clock.advance(1_000);
    expect(heard).toEqual(['other', 'slow', 'next']);
  });

  test.prop([
    fc.array(fc.record({ of: fc.integer({ min: 1, max: 3 }), ms: fc.nat({ max: 50 }) }), {
      maxLength: 20,
    }),
  ])('gets the events of one aggregate in order, however long each takes', async (plan) => {
    const { journal, feed } = createMemoryJournal({ clock });
    const told: string[] = [];
    createEventBus({ journal, feed, clock, log }).subscribe('*', async ({ aggregate, data }) => {
      await clock.sleep(Number(data.ms));
      told.push(`${aggregate} ${data.at}`);
    });
    const candidates = plan.map(({ of, ms }, at) =>
      candidate(anEvent({ aggregate: `job:${of}`, data: { ms, at } })),
    );
    await journal.append({ candidates, deadLetters: [] });
    await clock.advance(2_000);
    for (const of of [1, 2, 3]) {
      const expected = plan.flatMap((event, at) => (event.of === of ? [`job:${of} ${at}`] : []));
      expect(told.filter((line) => line.startsWith(`job:${of} `))).toEqual(expected);
    }
  });
});

describe('a handler that fails', () => {
  it('is retried with growing pauses; the next event of that aggregate waits', async () => {
    let left = 2;
    bus.subscribe('*', (event) => {
      if (event.id === 'bad' && left > 0) {
        left -= 1;
        throw new Error('not now');
      }
      hear(event);
    });
    await tell({ id: 'bad' }, { id: 'next' });
    await clock.advance(1_199);
    expect(heard).toEqual([]);
    await clock.advance(1);
    expect(heard).toEqual(['bad', 'next']);
    expect(log.count('handler_failed')).toBe(2);
    expect(log.count('handler_gave_up')).toBe(0);
  });

  it('is given up after the fourth failure, and gets the next event', async () => {
    let calls = 0;
    bus.subscribe('*', async (event) => {
      if (event.id !== 'bad') return hear(event);
      calls += 1;
      throw new Error('never');
    });
    await tell({ id: 'bad' }, { id: 'next' });
    await clock.advance(6_199);
    expect([calls, heard]).toEqual([3, []]);
    await clock.advance(1);
    expect([calls, heard]).toEqual([4, ['next']]);
    const given = log.lines.filter(({ name }) => name === 'handler_gave_up');
    expect(given).toMatchObject([{ level: 'error', fields: { reason: 'never' } }]);
  });

  it('affects no other handler, whether it throws, rejects or never ends', async () => {
    const faults = [
      () => {
        throw new Error('thrown');
      },
      () => Promise.reject(new Error('rejected')),
      () => new Promise<void>(() => {}),
    ];
    for (const fault of faults) bus.subscribe('*', fault);
    bus.subscribe('*', hear);
    await tell(...many(5));
    expect(heard).toEqual(many(5).map(({ id }) => id));
    await clock.advance(60_000);
    expect(log.count('handler_gave_up')).toBe(10);
  });
});

describe('past events', () => {
  it('are replayed in order, over many pages, and only those that match the filter', async () => {
    const events = many(1_203).map(({ id }, at) => ({
      id,
      projectId: at % 2 === 0 ? 'even' : 'odd',
    }));
    await tell(...events);
    const even = events.filter(({ projectId }) => projectId === 'even').map(({ id }) => id);
    expect(await bus.replay({ projectIds: ['even'] }, hear)).toBe(even.length);
    expect(heard).toEqual(even);
  });

  it('are replayed one at a time, until the handler fails', async () => {
    await tell(...many(5));
    const replayed = bus.replay({}, async (event) => {
      await clock.sleep(10);
      if (event.id === 'e3') throw new Error('the fourth');
      hear(event);
    });
    const failed = expect(replayed).rejects.toThrow('the fourth');
    await clock.advance(20);
    expect(heard).toEqual(['e0', 'e1']);
    await clock.advance(100);
    await failed;
    expect(heard).toEqual(['e0', 'e1', 'e2']);
  });

  it('are found by project and time, the oldest first', async () => {
    const time = (at: number) => new Date(Date.UTC(2026, 2, 2, 9, at)).toISOString();
    await tell(
      ...many(6).map(({ id }, at) => ({ id, time: time(at), projectId: at === 4 ? 'p2' : 'p1' })),
    );
    const found = await bus.history('p1', time(2), 2);
    expect(found.map(({ id }) => id)).toEqual(['e2', 'e3']);
    const queried = await bus.query({ projectIds: ['p2'] }, 10);
    expect(queried.map(({ id }) => id)).toEqual(['e4']);
  });
});
