// The command line on a Redis that answers and accepts no writes: what reads works, what writes says why it can't.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { jobwireHere } from '../../helpers/command-line.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit({ allowedPrefixes: ['jobwire', 'televibe:stream:', 'bull:'] });
});
afterAll(() => kit.server.stop());

const jobwire = (line: string) =>
  jobwireHere({ REDIS_URL: kit.server.url, KEY_PREFIX: 'jobwire' }, ...line.split(' '));
const refuseWrites = (replicas: number) =>
  kit.redis.config('SET', 'min-replicas-to-write', replicas);

it('reads, and says why it can not write', async () => {
  await jobwire('approvals');
  await refuseWrites(1);
  for (const line of ['approvals', 'history', 'dlq list', 'token list', 'doctor']) {
    expect((await jobwire(line)).code, line).toBe(0);
  }
  for (const line of ['emit job.started --job j1', 'token create ci --scopes read']) {
    expect(await jobwire(line), line).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^jobwire: Redis.*NOREPLICAS/),
    });
  }
  await refuseWrites(0);
});

it('gives up after ten seconds where it has to write before it can begin', async () => {
  await kit.redis.flushall();
  await refuseWrites(1);
  expect(await jobwire('approvals')).toMatchObject({
    code: 1,
    err: expect.stringMatching(
      /does not let jobwire begin: NOREPLICAS .*; expected one that accepts writes/,
    ),
  });
  await refuseWrites(0);
});
