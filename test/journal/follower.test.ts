// Somebody who does something with every event, once.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFollower } from '../../src/journal/follower.ts';
import type { Handle } from '../../src/journal/handle.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { createHealth, type Health } from '../../src/runtime/health.ts';
import type { Lease } from '../../src/runtime/lease.ts';
import type { Service } from '../../src/runtime/lifecycle.ts';
import { createMetrics, type Metrics } from '../../src/runtime/metrics.ts';
import { anEvent, candidate } from '../helpers/events.ts';
import { createLogBook, type LogBook } from '../helpers/log-book.ts';
import { createManualClock, type ManualClock } from '../helpers/manual-clock.ts';
import { createMemoryDeadLetters } from '../helpers/memory-dead-letters.ts';
import {
  createMemoryFollowerAside,
  type MemoryFollowerAside,
} from '../helpers/memory-follower-aside.ts';
import { createMemoryJournal, type MemoryJournal } from '../helpers/memory-journal.ts';
import { createMemoryLease, type MemoryLease } from '../helpers/memory-lease.ts';

const SOURCE = 'follower:archive';

let clock: ManualClock;
let memory: MemoryJournal;
let lease: MemoryLease;
let log: LogBook;
let positions: Map<string, string>;
/** A journal that knows the position of each follower; fails on demand. */
let journal: Journal;
let appendFails: boolean;
let handled: string[];
let handle: Handle;
let aside: MemoryFollowerAside;
let health: Health;
let metrics: Metrics;
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
  aside = createMemoryFollowerAside(createMemoryDeadLetters());
  health = createHealth();
  metrics = createMetrics();
  journal = aside.over({
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
  });
  handle = async (entries) => {
    handled.push(...entries.map(({ event }) => event.id));
    return [];
  };
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
    followerAside: aside,
    clock,
    log,
    health,
    metrics,
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
  it('gets every event in the order of the journal, from the first one, however many there are', async () => {
    await append(...ids(1_203));
    await start();
    await clock.advance(0);
    await append('later');
    expect(handled).toEqual([...ids(1_203), 'later']);
  });

  it('gets an event at once', async () => {
    await start();
    await clock.advance(300);
    await append('news');
    expect(handled).toEqual(['news']);
  });

  it('finds within a second what the feed did not report', async () => {
    await start();
    await clock.advance(0);
    const release = memory.holdFeed();
    await append('untold');
    expect(handled).toEqual([]);
    await clock.advance(1_000);
    expect(handled).toEqual(['untold']);
    release();
  });

  it('continues after a restart where it left off', async () => {
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

  it('gets events again that were not acknowledged', async () => {
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

  it('gets the same entries again, and later ones, if none could be handled', async () => {
    const calls: string[] = [];
    let broken = true;
    handle = async (entries) => {
      calls.push(entries.map(({ event }) => event.id).join(' '));
      if (broken) throw new Error('the disk is away');
      return [];
    };
    await start();
    await append('e0', 'e1');
    expect(health.snapshot()[SOURCE]).toMatchObject({ ok: false, detail: 'the disk is away' });
    await append('e2');
    broken = false;
    await clock.advance(500);
    expect(calls).toEqual(['e0 e1', 'e0 e1 e2']);
    expect(await memory.deadLetters()).toEqual([]);
    await append('e3');
    expect(calls.at(-1)).toBe('e3');
    expect(health.snapshot()[SOURCE]).toMatchObject({ ok: true, detail: '' });
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
  /** Events are called `<job>-<number>`; `bad` ones fail. */
  const failing =
    (...bad: string[]): Handle =>
    async (entries) => {
      const jobs = new Set<string | undefined>();
      const failed = entries.filter(({ event }) => {
        if (bad.includes(event.id)) jobs.add(event.jobId);
        return jobs.has(event.jobId);
      });
      const done = entries.filter((entry) => !failed.includes(entry));
      handled.push(...done.map(({ event }) => event.id));
      return failed.map(({ position, event }) => ({ position, reason: `no room for ${event.id}` }));
    };
  const appendOf = async (...ids: string[]) => {
    const events = ids.map((id) => anEvent({ id, jobId: id.split('-')[0] ?? '' }));
    const candidates = events.map((event) => candidate(event));
    await memory.journal.append({ candidates, deadLetters: [] });
    await clock.advance(0);
  };

  it('delays events of the same job, in order, and nothing else', async () => {
    handle = failing('a-1');
    await appendOf('a-0', 'a-1', 'b-0');
    await start();
    await clock.advance(0);
    await appendOf('a-2', 'b-1', 'c-0');
    expect(handled).toEqual(['a-0', 'b-0', 'b-1', 'c-0']);
    expect(health.snapshot()[SOURCE]).toMatchObject({ ok: true, detail: expect.any(String) });
    await clock.advance(0);
    handle = failing();
    await clock.advance(1_200);
    expect(handled.slice(4)).toEqual(['a-1', 'a-2']);
    expect(await memory.deadLetters()).toEqual([]);
    await clock.advance(1_000);
    expect(health.snapshot()[SOURCE]).toMatchObject({ ok: true, detail: '' });
  });

  it('is tried four times with growing pauses and then dead-lettered; what waited for it goes on', async () => {
    handle = failing('a-0');
    await appendOf('a-0', 'a-1', 'b-0');
    await start();
    const failures: number[] = [];
    for (let ms = 0; ms <= 6_300; ms += 100) {
      await clock.advance(ms === 0 ? 0 : 100);
      while (failures.length < log.count('follower_failed')) failures.push(ms);
    }
    expect(failures).toEqual([0, 200, 1_200, 6_200]);
    expect(handled).toEqual(['b-0', 'a-1']);
    const [entry] = await journal.read('0-0', 3);
    expect(await memory.deadLetters()).toEqual([
      {
        source: SOURCE,
        entryId: entry?.position,
        raw: JSON.stringify(entry?.event),
        reason: 'no room for a-0',
        attempts: 4,
        stage: 'following',
      },
    ]);
    expect(await metrics.text()).toContain('jobwire_dead_letters_total{stage="following"} 1');
    expect(aside.positions(SOURCE)).toEqual([]);
  });

  it('is never given up by a follower that never gives up, not even after a restart', async () => {
    givesUp = 'never';
    handle = failing('a-0');
    await appendOf('a-0', 'b-0');
    const first = await start();
    await clock.advance(200_000);
    expect(log.count('follower_failed')).toBeGreaterThan(5);
    expect(log.count('follower_failed')).toBeLessThan(12);
    expect(health.snapshot()[SOURCE]?.detail).toContain('1 event waits for a retry');
    expect(await metrics.text()).toContain('jobwire_follower_set_aside{follower="archive"} 1');
    const stopped = first.stop();
    await clock.advance(0);
    await stopped;
    handle = failing();
    await start();
    await clock.advance(0);
    expect(handled).toEqual(['b-0', 'a-0']);
    expect(await memory.deadLetters()).toEqual([]);
  });

  it('blocks new events if there are a thousand of them, until some can be handled', async () => {
    givesUp = 'never';
    const bad = Array.from({ length: 1_000 }, (_, at) => `j${at}-0`);
    handle = failing(...bad);
    await appendOf(...bad);
    await start();
    await clock.advance(0);
    await appendOf('good-0');
    await clock.advance(2_000);
    expect(handled).toEqual([]);
    expect(health.snapshot()[SOURCE]?.ok).toBe(false);
    handle = failing();
    await clock.advance(120_000);
    expect(handled).toHaveLength(1_001);
    expect(health.snapshot()[SOURCE]?.ok).toBe(true);
  });
});
