// Reading the journal: a bounded number of bytes at a time, whatever its entries weigh, and none left out.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import {
  type Journal,
  type JournalEntry,
  type JournalQuery,
  START,
} from '../../../src/journal/journal.ts';
import { pagesOf } from '../../../src/journal/pages.ts';
import { createJournalFeed } from '../../../src/redis/journal/journal-feed.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { createIntakeKit } from '../../helpers/intake-kit.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

const MAX_BYTES = 4_300_000;
/** Small ones, so that many are asked for at once, and then large ones. */
const SIZES = [
  ...Array<number>(300).fill(10),
  ...Array<number>(12).fill(1_000_000),
  5,
  2_500_000,
  5,
];
const IDS = SIZES.map((_, at) => `e${at}`);

let kit: RedisKit;
let keys: Keys;
let journal: Journal;
beforeAll(async () => {
  kit = await startRedisKit();
  keys = kit.fresh();
  ({ journal } = createIntakeKit({ redis: kit.redis, keys }));
  for (const [at, size] of SIZES.entries()) await append(at, size);
});
afterAll(() => kit.server.stop());

async function append(at: number, size: number): Promise<void> {
  const data = { text: 'x'.repeat(size) };
  const event = anEvent({ id: `e${at}`, data, projectId: 'p', jobId: 'j' });
  await journal.append({ candidates: [candidate(event)], deadLetters: [] });
}

const weightOf = (entries: readonly { readonly event: CanonicalEvent }[]) =>
  entries.reduce((bytes, { event }) => bytes + JSON.stringify(event).length, 0);
const idsOf = (entries: readonly JournalEntry[]) => entries.map(({ event }) => event.id);

describe('what is read of the journal', () => {
  it('weighs about 4 MB at most, and all of it is read page by page', async () => {
    const all: JournalEntry[] = [];
    for (;;) {
      const page = await journal.read(all.at(-1)?.position ?? START, 500);
      if (page.length === 0) break;
      expect(weightOf(page)).toBeLessThan(MAX_BYTES);
      all.push(...page);
    }
    expect(idsOf(all)).toEqual(IDS);
  });

  it.each<[string, Omit<JournalQuery, 'limit'>]>([
    ['without a filter', { filter: {}, order: 'asc' }],
    ['the newest first', { filter: {}, order: 'desc' }],
    ['by an index', { filter: { projectIds: ['p'] }, order: 'asc' }],
    ['by two, the newest first', { filter: { projectIds: ['p'], jobId: 'j' }, order: 'desc' }],
    ['in small pages', { filter: { jobId: 'j' }, order: 'asc', maxBytes: 262_144 }],
  ])('and queried %s, is as bounded and as complete', async (_name, query) => {
    const all: string[] = [];
    for await (const page of pagesOf(journal, { ...query, limit: 1_000 })) {
      const most = query.maxBytes ?? MAX_BYTES;
      if (page.length > 1) expect(weightOf(page)).toBeLessThan(Math.max(most, 300_000) * 1.1);
      all.push(...idsOf(page));
    }
    expect(all).toEqual(query.order === 'asc' ? IDS : IDS.toReversed());
  });

  it('and heard live, too', async () => {
    const blocking = kit.server.client();
    const deps = { redis: kit.redis, blocking, keys, clock: systemClock, log: silentLogger };
    const feed = createJournalFeed(deps);
    await feed.start();
    const heard: string[] = [];
    const weights: number[] = [];
    const done = new Promise<void>((resolve) => {
      feed.follow((entries) => {
        heard.push(...idsOf(entries));
        weights.push(weightOf(entries));
        if (heard.length === 12) resolve();
      });
    });
    await Promise.all(Array.from({ length: 12 }, (_, at) => append(1_000 + at, 900_000)));
    await done;
    expect(Math.max(...weights)).toBeLessThan(MAX_BYTES);
    expect(new Set(heard).size).toBe(12);
    blocking.disconnect();
    await feed.stop();
  });
});
