// The decision that jobwire writes to the bus is known when it is read back from there, and its id is
// nobody else's loss.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decode, dialectNamed } from '../../../src/dialects/all-dialects.ts';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import { decodeAll } from '../../../src/intake/decode-all.ts';
import { createApprovalStore } from '../../../src/redis/approvals/approval-store.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { type RedisKit, recordingWaker, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { routeSteps } from './approval-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

const STREAM = 'televibe:stream:p1';

it('is one event with its copy on the bus, and takes no id of another project', async () => {
  const { redis } = kit;
  const keys = kit.fresh();
  const { now } = systemClock;
  const limits = { retentionMs: 86_400_000, perJob: 1_000 };
  const { encode } = dialectNamed('televibe');
  const store = createApprovalStore({ redis, keys, waker: recordingWaker(), encode, limits, now });
  const journal = createJournal({ redis, keys, limits, newEpoch: () => 'e', clock: systemClock });
  const request = aRequest('a1', { projectId: 'p1' });
  await routeSteps(redis, keys)({ kind: 'ask', request, copies: [] });
  await store.step(voteStep({ request, votes: [] }, aVote('ana')));

  const [[, fields] = []] = await redis.xrange(STREAM, '-', '+');
  const append = (text: string) => {
    const message = { dialect: 'televibe', text, source: STREAM, arrivedAt: now() };
    const { candidates } = decodeAll([message], decode);
    return journal.append({ candidates, deadLetters: [] });
  };
  const copy = fields?.[1] ?? '';
  expect(await append(copy)).toEqual({ kind: 'appended', positions: [undefined] });
  const event = JSON.parse(copy) as CanonicalEvent;
  const others = await append(JSON.stringify({ ...event, project_id: 'p2' }));
  expect(others).toEqual({ kind: 'appended', positions: [expect.stringMatching(/-/)] });
});
