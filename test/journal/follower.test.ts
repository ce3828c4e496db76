// Somebody who does something with every event, once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFollower } from '../../src/journal/follower.ts';
import type { Journal, JournalEntry } from '../../src/journal/journal.ts';
import type { Lease } from '../../src/lease.ts';
import type { Service } from '../../src/lifecycle.ts';
import { anEvent, candidate } from '../helpers/events.ts';
import { createLogBook, type LogBook } from '../helpers/log-book.ts';
import { createManualClock, type ManualClock } from '../helpers/manual-clock.ts';
import { createMemoryJournal, type MemoryJournal } from '../helpers/memory-journal.ts';
import { createMemoryLease, type MemoryLease } from '../helpers/memory-lease.ts';

const SOURCE = 'follower:archive';

let clock: ManualClock;
let memory: MemoryJournal;
let lease: MemoryLease;
let log: LogBook;
let positions: Map<string, string>;
/** The journal, of which the position of each follower is known; fails when told to. */
let journal: Journal;
let appendFails: boolean;
let handled: string[];
let handle: (entries: readonly JournalEntry[]) => Promise<void>;
let followers: Service[];
let givesUp: 'entry' | 'never';

beforeEach(() => {
  clock = createManualClock();
  memory = createMemoryJournal({ clock });
  lease = createMemoryLease();
  log = createLogBook();
  positions = new Map();
  appendFails = false;
  handled = [];
  followers = [];
  givesUp = 'entry';
  journal = {
    ...memory.journal,
    async append(batch) {
      if (appendFails) throw new Error('Redis is away');
      const result = await memory.journal.append(batch);
      const { source, to } = batch.acknowledgement ?? {};
      if (result.kind === 'appended' && source !== undefined && to !== undefined) {
        positions.set(source, to);
      }
      return result;
    },
  };
  handle = async (entries) => void handled.push(...entries.map(({ event }) => event.id));
});
afterEach(async () => {
  const stopped = Promise.all(followers.map((follower) => follower.stop()));
  await clock.advance(10_000);
  await stopped;
});

async function start(own: Lease = lease.replica()): Promise<Service> {
  const follower = createFollower({
    name: 'archive',
    givesUp,
    handle: (entries) => handle(entries),
    position: async (source) => positions.get(source) ?? '',
    journal,
    feed: memory.feed,
    lease: own,
    clock,
    log,
  });
  followers.push(follower);
  await follower.start();
  return follower;
}

/** Without letting time pass. */
async function append(...ids: string[]): Promise<void> {
  const candidates = ids.map((id) => candidate(anEvent({ id })));
  await memory.journal.append({ candidates, deadLetters: [] });
  await clock.advance(0);
}

const ids = (count: number) => Array.from({ length: count }, (_, at) => `e${at}`);

describe('a follower', () => {
  it('has every event in the order of the journal, from the first one, however many there are', async () => {
    await append(...ids(1_203));
    await start();
    await clock.advance(0);
    await append('later');
    expect(handled).toEqual([...ids(1_203), 'later']);
  });

  it('hears of an event at once', async () => {
    await start();
    await clock.advance(300);
    await append('news');
    expect(handled).toEqual(['news']);
  });

  it('finds within a second what the feed did not tell', async () => {
    await start();
    await clock.advance(0);
    const release = memory.holdFeed();
    await append('untold');
    expect(handled).toEqual([]);
    await clock.advance(1_000);
    expect(handled).toEqual(['untold']);
    release();
  });

  it('goes on after a restart where it left off', async () => {
    const first = await start();
    await append('e0', 'e1');
    const stopped = first.stop();
    await clock.advance(0);
    await stopped;
    await append('e2');
    expect(handled).toEqual(['e0', 'e1']);
    await start();
    await clock.advance(0);
    expect(handled).toEqual(['e0', 'e1', 'e2']);
  });

  it('has events again of which it was not noted that they were handled', async () => {
    await start();
    appendFails = true;
    await append('e0');
    expect(handled).toEqual(['e0']);
    appendFails = false;
    await clock.advance(500);
    await append('e1');
    expect(handled).toEqual(['e0', 'e0', 'e1']);
    expect(log.count('loop_interrupted')).toBe(1);
  });

  it('that never gives up has the same entries again, and those behind them, until it succeeds', async () => {
    givesUp = 'never';
    const calls: string[] = [];
    let broken = true;
    handle = async (entries) => {
      calls.push(entries.map(({ event }) => event.id).join(' '));
      if (broken) throw new Error('the disk is full');
    };
    await start();
    await append('e0', 'e1');
    await append('e2');
    broken = false;
    await clock.advance(500);
    expect(calls).toEqual(['e0 e1', 'e0 e1 e2']);
    expect(await memory.deadLetters()).toEqual([]);
    await append('e3');
    expect(calls.at(-1)).toBe('e3');
  });

  it('works on one replica at a time, and on another when that one is gone', async () => {
    const [one, two] = [lease.replica(), lease.replica()];
    const first = await start(one);
    await clock.advance(0);
    await start(two);
    await append('e0', 'e1');
    expect(handled).toEqual(['e0', 'e1']);
    const stopped = first.stop();
    await clock.advance(0);
    await stopped;
    await append('e2');
    await clock.advance(1_000);
    expect(handled).toEqual(['e0', 'e1', 'e2']);
  });
});

describe('an event that can not be handled', () => {
  const fail = (bad: string) => async (entries: readonly JournalEntry[]) => {
    if (entries.some(({ event }) => event.id === bad)) throw new Error(`no room for ${bad}`);
    handled.push(...entries.map(({ event }) => event.id));
  };

  it('is tried four times with growing pauses and then buried; the others are handled once', async () => {
    handle = fail('e1');
    await append('e0', 'e1', 'e2');
    await start();
    await clock.advance(199);
    expect(log.count('follower_failed')).toBe(1);
    await clock.advance(1);
    expect(log.count('follower_failed')).toBe(2);
    await clock.advance(999);
    expect(log.count('follower_failed')).toBe(2);
    await clock.advance(1);
    expect(log.count('follower_failed')).toBe(3);
    await clock.advance(4_999);
    expect(handled).toEqual(['e0']);
    expect(await memory.deadLetters()).toEqual([]);
    await clock.advance(1);
    expect(handled).toEqual(['e0', 'e2']);
    const [entry] = (await journal.read('0-0', 3)).slice(1);
    expect(await memory.deadLetters()).toEqual([
      {
        source: SOURCE,
        entryId: entry?.position,
        raw: JSON.stringify(entry?.event),
        reason: 'no room for e1',
        attempts: 4,
      },
    ]);
    await append('e3');
    expect(handled).toEqual(['e0', 'e2', 'e3']);
  });

  it('is handled after all when the fault passes', async () => {
    handle = fail('e1');
    await append('e0', 'e1', 'e2');
    await start();
    await clock.advance(1_100);
    handle = fail('nothing');
    await clock.advance(200);
    expect(handled).toEqual(['e0', 'e1', 'e2']);
    expect(await memory.deadLetters()).toEqual([]);
  });
});
