// An event that could not be journalled is not known: sent once more, it is an event.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Candidate, Journal } from '../../../src/journal/journal.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { createIntakeKit } from '../../helpers/intake-kit.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
let keys: Keys;
let journal: Journal;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
  journal = createIntakeKit({ redis: kit.redis, keys }).journal;
});

const odd = (fields: Partial<Candidate> = {}): Candidate => ({
  ...candidate(anEvent({ id: 'odd' })),
  ...fields,
});
const idsOf = async () =>
  (await kit.redis.xrange(keys.journal, '-', '+')).map(
    ([, [, json = '']]) => (JSON.parse(json) as { id: string }).id,
  );

describe('an event for which the journal has no position left', () => {
  // The last position that a stream can have: nothing can be added any more.
  const fill = () =>
    kit.redis.xadd(keys.journal, '18446744073709551615-18446744073709551615', 'e', '{}');

  it.each([
    ['by its id', odd()],
    ['by its content', odd({ identity: 'content' })],
  ])('is not known then, %s: sent once more, it is journalled', async (_, one) => {
    await fill();
    const batch = { candidates: [one], deadLetters: [] };
    const failures = [{ index: 0, kind: 'lost', reason: expect.stringContaining('exhausted') }];
    expect(await journal.append(batch)).toMatchObject({ positions: [undefined], failures });
    await kit.redis.del(keys.journal);
    await journal.append(batch);
    await journal.append(batch);
    expect(await idsOf()).toEqual(['odd']);
  });

  it('stays known where it was journalled before, and only the second time failed', async () => {
    await journal.append({ candidates: [odd()], deadLetters: [] });
    await kit.redis.del(keys.journal);
    await fill();
    const again = { candidates: [odd({ isAnew: true })], deadLetters: [] };
    expect(await journal.append(again)).toMatchObject({ failures: [{ kind: 'lost' }] });
    await kit.redis.del(keys.journal);
    await journal.append({ candidates: [odd()], deadLetters: [] });
    expect(await idsOf()).toEqual([]);
  });
});
