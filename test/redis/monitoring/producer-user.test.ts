// The Redis user that docs/operating.md gives to producers: it reaches the bus and nothing of jobwire's.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

const [, written = ''] =
  /^(ACL SETUSER producer .*)$/m.exec(readFileSync('docs/operating.md', 'utf8')) ?? [];

it('publishes on the bus, and touches nothing of jobwire', async () => {
  const [command = '', ...words] = written.split(' ');
  expect(await kit.redis.call(command, ...words)).toBe('OK');
  const password = words.find((word) => word.startsWith('>'))?.slice(1) ?? '';
  const producer = kit.server.client();
  await producer.auth('producer', password);
  await producer.publish('televibe:events:job.started', '{}');
  await producer.publish('job-events', '{}');
  await producer.xadd('televibe:stream:shop', '*', 'event', '{}');
  await producer.xadd('pr-events', '*', 'event', '{}');
  await producer.hset('job:b1', 'status', 'ready');
  const refused = [
    () => producer.xadd('jobwire:journal', '*', 'e', '{}'),
    () => producer.hset('jobwire:approval:x', 'outcome', '{}'),
    () => producer.hset('jobwire:members', '1', '{}'),
    () => producer.xrange('televibe:stream:shop', '-', '+'),
    () => producer.get('jobwire:cursor-key'),
    () => producer.publish('other', '{}'),
    () => producer.call('EVAL', 'return 1', '0'),
    () => producer.keys('*'),
    () => producer.flushall(),
  ];
  for (const attempt of refused) await expect(attempt()).rejects.toThrow(/NOPERM/);
  producer.disconnect();
});
