import { afterAll, beforeAll } from 'vitest';
import type { DeadLetter } from '../../../src/journal/journal.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { createJournalFeed } from '../../../src/redis/journal/journal-feed.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { describeJournal } from '../../contracts/journal.contract.ts';
import { describeQuery } from '../../contracts/journal-query.contract.ts';
import type { JournalUnderTest } from '../../contracts/journal-under-test.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

async function make(): Promise<JournalUnderTest> {
  const { redis } = kit;
  const keys = kit.fresh();
  const journal = createJournal({
    redis,
    keys,
    limits: { retentionMs: 86_400_000, perJob: 1_000 },
    newEpoch: () => systemClock.token(6),
    clock: systemClock,
  });
  const blocking = kit.server.client();
  const feed = createJournalFeed({
    redis,
    blocking,
    keys,
    clock: systemClock,
    log: silentLogger,
  });
  await feed.start();
  return {
    journal,
    feed,
    async deadLetters() {
      const entries = await redis.xrange(keys.deadLetters, '-', '+');
      return entries.map(([, fields]) => deadLetterOf(fields));
    },
    async close() {
      blocking.disconnect();
      await feed.stop();
    },
  };
}

describeJournal('the journal in Redis', make);
describeQuery('queries of the journal in Redis', make);

function deadLetterOf(flat: readonly string[]): DeadLetter {
  const field = (name: string) => flat[flat.indexOf(name) + 1] ?? '';
  return {
    source: field('source'),
    entryId: field('entry_id'),
    raw: field('raw'),
    reason: field('reason'),
    attempts: Number(field('attempts')),
  };
}
