// What commands hand over to the metrics of a jobwire that runs.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createCountCollector, forwardCounts } from '../../../src/monitoring/counted-elsewhere.ts';
import { createCounts } from '../../../src/redis/monitoring/counts.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { silentLogger } from '../../../src/runtime/logger.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { waitUntil } from '../../helpers/wait.ts';

let kit: RedisKit;
let keys: Keys;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());
beforeEach(() => {
  keys = kit.fresh();
});

it('counts each event and approval once, on one of the replicas', async () => {
  const counts = createCounts(kit.redis, keys);
  const command = forwardCounts(createMetrics(), counts);
  for (let at = 0; at < 700; at += 1) command.eventJournalled('job.started', 'shop', 0.5);
  command.eventJournalled('job.failed', undefined, 2);
  command.approvalChanged('approved');
  await command.service.stop();
  const replicas = [createMetrics(), createMetrics()];
  const services = replicas.map((metrics) =>
    createCountCollector({ counts, metrics, clock: systemClock, log: silentLogger }),
  );
  for (const service of services) await service.start();
  const left = () => kit.redis.llen(keys.counts);
  await waitUntil(async () => (await left()) === 0, { saw: left });
  for (const service of services) await service.stop();
  const texts = (await Promise.all(replicas.map((one) => one.text()))).join('\n');
  const sum = (series: string) =>
    texts
      .split('\n')
      .filter((line) => line.startsWith(series))
      .reduce((all, line) => all + Number(line.slice(series.length)), 0);
  expect(sum('jobwire_events_total{event_type="job.started",project_id="shop"}')).toBe(700);
  expect(sum('jobwire_events_total{event_type="job.failed",project_id=""}')).toBe(1);
  expect(sum('jobwire_approvals_total{status="approved"}')).toBe(1);
  expect(await command.text()).not.toContain('job.started');
});

it('keeps the newest while no jobwire runs, and never fails what is counted', async () => {
  const counts = createCounts(kit.redis, keys);
  await kit.redis.rpush(keys.counts, ...Array.from({ length: 10_000 }, () => '{}'));
  await counts.add({ kind: 'approval', status: 'denied' });
  expect(await kit.redis.llen(keys.counts)).toBe(10_000);
  await kit.redis.set(keys.counts, 'of another type');
  const command = forwardCounts(createMetrics(), counts);
  command.approvalChanged('denied');
  await command.service.stop();
});
