import { afterAll, beforeAll } from 'vitest';
import { createUpdateLog } from '../../../src/redis/updates/update-log.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { describeUpdateLog } from '../../contracts/update-log.contract.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describeUpdateLog(async () => {
  const { redis } = kit;
  const keys = kit.fresh();
  return () => createUpdateLog({ redis, keys, instanceId: systemClock.token(9) });
});
