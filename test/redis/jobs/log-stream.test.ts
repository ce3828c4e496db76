import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLogStream } from '../../../src/redis/jobs/log-stream.ts';
import { createLogSink } from '../../../src/redis/jobs/logs/log-sink.ts';
import { createKeys } from '../../../src/redis/scripts/keys.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

it('finds where the newest part of a log begins, and where all of it does', async () => {
  const texts = Array.from({ length: 450 }, (_, at) => `${at} ${'x'.repeat(95)}`);
  const lines = texts.map((text) => ({ text, level: 'info' }));
  const keys = createKeys('log-stream');
  const log = { jobId: 'j1' };
  await createLogSink({ redis: kit.redis, keys }).append(log, lines, { isEnd: true });
  const stream = createLogStream(kit.redis, keys);
  const readFrom = async (maxBytes: number) => {
    const { position, isCut } = (await stream.beginning(log, maxBytes)) ?? expect.fail();
    const found: string[] = [];
    for (let at: string | undefined = position; at !== undefined; ) {
      const part = await stream.read(log, { kind: 'after', position: at }, true);
      found.push(...(part?.lines ?? []));
      at = part?.hasMore ? part.position : undefined;
    }
    return { found, isCut };
  };
  expect(await readFrom(1_000_000)).toEqual({ found: texts, isCut: false });
  const { found, isCut } = await readFrom(15_000);
  expect(isCut).toBe(true);
  expect(found.length).toBeGreaterThan(140);
  expect(found.length).toBeLessThan(300);
  expect(texts.slice(-found.length)).toEqual(found);
  expect(await stream.beginning({ jobId: 'other' }, 1_000)).toBeUndefined();
});
