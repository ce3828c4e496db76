// A Redis that is given back an older copy of its data, as after a restored backup.
import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMarkFile } from '../../../src/files/text/mark-file.ts';
import type { HistoryStore, Rollback } from '../../../src/journal/rollback.ts';
import { createHistoryWatch } from '../../../src/journal/watch-history.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import { createHistory } from '../../../src/redis/monitoring/history.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createHealth, type Health } from '../../../src/runtime/health.ts';
import type { Service } from '../../../src/runtime/lifecycle.ts';
import { createLogBook } from '../../helpers/log-book.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { aRequest, aVote, voteStep } from '../../helpers/requests.ts';
import { CHAT, createDelivery, type Delivery } from '../outbox/delivery-kit.ts';

let kit: RedisKit;
let delivery: Delivery;
let dataDir = '';
let copy = '';
let told: Rollback[] = [];
let looks = 0;
/** Happens once, right after a look that found something new. */
let meanwhile: (() => Promise<void>) | undefined;
let newest = '';
const running: Service[] = [];

beforeEach(async () => {
  kit = await startRedisKit({ appendonly: true });
  delivery = createDelivery(kit);
  dataDir = await mkdtemp(join(tmpdir(), 'jw-mark-'));
  copy = await mkdtemp(join(tmpdir(), 'jw-copy-'));
  told = [];
  meanwhile = undefined;
  newest = '';
});
afterEach(async () => {
  for (const service of running.splice(0)) await service.stop();
  await kit.server.stop();
  for (const dir of [dataDir, copy]) await rm(dir, { recursive: true, force: true });
});

const store = () =>
  createHistory({ redis: kit.redis, keys: delivery.keys, newEpoch: () => systemClock.token(6) });
const epoch = () => kit.redis.get(delivery.keys.epoch);
const until = { timeout: 60_000, interval: 50 };

/** A jobwire as far as history goes; `folder` is its DATA_DIR. */
async function watch(
  folder = dataDir,
): Promise<{ health: Health; log: ReturnType<typeof createLogBook>; service: Service }> {
  const { redis } = kit;
  const { keys, approvals } = delivery;
  const health = createHealth();
  const log = createLogBook();
  const service = createHistoryWatch({
    history: counted(store()),
    markFile: createMarkFile({ dataDir: folder, storage: 'test', log }),
    journal: createJournal({
      redis,
      keys,
      limits: { retentionMs: 86_400_000, perJob: 1_000 },
      newEpoch: () => 'e',
      clock: systemClock,
    }),
    approvals,
    report: async (rollback) => void told.push(rollback),
    health,
    clock: systemClock,
    log,
    everyMs: 100,
  });
  running.push(service);
  await service.start();
  return { health, log, service };
}

function counted(history: HistoryStore): HistoryStore {
  return {
    ...history,
    async facts(position) {
      const facts = await history.facts(position);
      looks += 1;
      const found = facts.newest?.position ?? '';
      if (found !== newest && newest !== '') {
        await meanwhile?.();
        meanwhile = undefined;
      }
      newest = found;
      return facts;
    },
  };
}

/** Until the watch has looked at what there is now. */
async function looked(): Promise<void> {
  const before = looks;
  await expect.poll(() => looks, until).toBeGreaterThanOrEqual(before + 2);
}

async function ask(id: string): Promise<void> {
  await delivery.commit({
    kind: 'ask',
    request: aRequest(id),
    copies: [{ address: { chatId: CHAT }, token: `t-${id}` }],
  });
}

async function decide(id: string): Promise<void> {
  const approval = await delivery.approvals.get(id);
  if (approval === undefined) throw new Error(`no ${id}`);
  await delivery.approvals.step(voteStep(approval, aVote('ana')));
}

const data = () => join(kit.server.dir, 'appendonlydir');

/** While the disk is busy Redis answers before it writes to the file, for up to two seconds. */
async function backUp(): Promise<void> {
  const isWritten = async () =>
    /^aof_buffer_length:0\r?$/m.test(await kit.redis.info('persistence'));
  await expect.poll(isWritten, until).toBe(true);
  await cp(data(), copy, { recursive: true });
}

async function restore(): Promise<void> {
  await kit.server.kill9();
  await rm(data(), { recursive: true });
  await cp(copy, data(), { recursive: true });
  await kit.server.restart();
}

it('is noticed at the start: what was decided since is named, and readers get a gap', async () => {
  const before = await watch();
  await ask('kept');
  await ask('lost');
  await decide('kept');
  await backUp();
  await decide('lost');
  const was = await epoch();
  await before.service.stop();
  await restore();

  const { health, log } = await watch();
  expect(health.states().history).toMatchObject({
    ok: false,
    finding: { code: 'history-rolled-back', args: { decisions: 1 } },
  });
  expect(told).toHaveLength(1);
  expect(told[0]?.lost).toEqual([
    { approvalId: 'lost', projectId: 'p1', status: 'approved', at: expect.any(String) },
  ]);
  expect(log.count('history_rolled_back')).toBe(1);
  expect(await epoch()).not.toBe(was);
});

it('counts a decision once that is made while somebody looks', async () => {
  const { service } = await watch();
  await ask('lost');
  await delivery.append(1);
  await looked();
  await backUp();
  meanwhile = () => decide('lost');
  await delivery.append(1);
  await expect.poll(() => meanwhile, until).toBeUndefined();
  await looked();
  await service.stop();
  await restore();
  await watch();
  expect(told.map(({ lost }) => lost.map(({ approvalId }) => approvalId))).toEqual([['lost']]);
});

it('is noticed while it runs, also when new events came in meanwhile', async () => {
  const { health } = await watch();
  await delivery.append(3);
  await backUp();
  await delivery.append(3);
  const last = async () =>
    (await kit.redis.xrevrange(delivery.keys.journal, '+', '-', 'COUNT', 1))[0]?.[0];
  const position = await last();
  await expect.poll(async () => (await readMark())?.position, until).toBe(position);
  await restore();
  await delivery.append(5);
  await expect.poll(() => health.snapshot().history?.ok, until).toBe(false);
  expect(told).toHaveLength(1);
});

it('is told once by two replicas, stands until somebody confirms it, and is not found again', async () => {
  const other = await mkdtemp(join(tmpdir(), 'jw-mark-'));
  const first = await watch();
  const second = await watch(other);
  await delivery.append(1);
  await backUp();
  await delivery.append(1);
  await first.service.stop();
  await second.service.stop();
  await restore();
  const again = [await watch(), await watch(other)];
  expect(told).toHaveLength(1);
  for (const { health } of again) expect(health.snapshot().history?.ok).toBe(false);
  expect(await store().acknowledge()).toBe(true);
  for (const { health } of again) {
    await expect.poll(() => health.snapshot().history?.ok, until).toBe(true);
  }
  for (const { service } of again) await service.stop();
  const { health } = await watch();
  expect(health.snapshot().history?.ok).toBe(true);
  expect(told).toHaveLength(1);
  await rm(other, { recursive: true });
});

it('is noticed a second time when the same copy is restored again', async () => {
  const first = await watch();
  await delivery.append(1);
  await backUp();
  await delivery.append(1);
  await first.service.stop();
  for (const times of [1, 2]) {
    await restore();
    const { service } = await watch();
    expect(told).toHaveLength(times);
    await service.stop();
  }
});

it('is not seen in what deletes by right: retention, a job’s surplus, a Redis that was emptied', async () => {
  const { redis } = kit;
  const { health, log } = await watch();
  await delivery.append(20);
  await expect.poll(async () => (await readMark())?.position !== undefined, until).toBe(true);
  const { position = '' } = (await readMark()) ?? {};
  await redis.xdel(delivery.keys.journal, position);
  await delivery.append(1);
  await looked();
  await redis.xtrim(delivery.keys.journal, 'MAXLEN', 0);
  await looked();
  await redis.flushall();
  await expect.poll(() => log.count('history_replaced'), until).toBe(1);
  expect(health.snapshot().history?.ok).toBe(true);
  expect(told).toEqual([]);
});

it('keeps its mark for its owner alone, and goes on where it can’t be kept', async () => {
  const { service } = await watch();
  await delivery.append(1);
  await service.stop();
  const [name = ''] = await readdir(dataDir);
  expect(name).toMatch(/^history-[0-9a-f]{12}\.json$/);
  expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
  const { health, log, service: second } = await watch(join(dataDir, name, 'no-folder'));
  await second.stop();
  expect(health.snapshot().history?.ok).toBe(true);
  expect(log.count('history_mark_not_saved')).toBe(1);
});

async function readMark(): Promise<{ position: string } | undefined> {
  const [name] = await readdir(dataDir);
  if (name === undefined || !name.endsWith('.json')) return undefined;
  return JSON.parse(await readFile(join(dataDir, name), 'utf8'));
}
