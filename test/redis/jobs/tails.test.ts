import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogStream } from '../../../src/redis/jobs/log-stream.ts';
import { createLogSink } from '../../../src/redis/jobs/logs/log-sink.ts';
import { createTailStore } from '../../../src/redis/jobs/tail-store.ts';
import { createKeys } from '../../../src/redis/scripts/keys.ts';
import { describeLogSink } from '../../contracts/log-sink.contract.ts';
import { describeTailStore } from '../../contracts/tail-store.contract.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describeTailStore('tails in Redis', async () => {
  const keys = kit.fresh();
  return [createTailStore(kit.redis, keys), createTailStore(kit.server.client(), keys)];
});

describeLogSink('a log in Redis', async (limits) => {
  // Their names have no prefix.
  await kit.redis.flushall();
  const keys = kit.fresh();
  return {
    replicas: [
      createLogSink({ redis: kit.redis, keys, limits }),
      createLogSink({ redis: kit.server.client(), keys, limits }),
    ],
    async read(log) {
      const found = await createLogStream(kit.redis, keys).tail(log, 100_000);
      return found ?? { lines: [], ended: false };
    },
  };
});

describe('log lines in a stream', () => {
  let count = 0;
  async function lines(...entries: readonly Record<string, string>[]): Promise<string> {
    count += 1;
    const jobId = `job-${count}`;
    for (const entry of entries) {
      await kit.redis.xadd(`televibe:logs:${jobId}`, '*', ...Object.entries(entry).flat());
    }
    return jobId;
  }
  const logs = () => createLogStream(kit.redis, createKeys('tails'));
  const read = (jobId: string, most = 3) => logs().tail({ jobId }, most);

  it('come newest last, with or without level and time', async () => {
    const jobId = await lines(
      { line: 'a' },
      { level: 'info', line: 'b' },
      { ts: '2026-03-02T09:00:00Z', line: 'c' },
      { line: 'd', level: 'error' },
    );
    expect(await read(jobId)).toEqual({ lines: ['b', 'c', 'd'], ended: false });
  });

  it('are as many as asked for also beside the end', async () => {
    const jobId = await lines({ line: 'a' }, { line: 'b' }, { line: 'c' }, { end: '1' });
    expect(await read(jobId)).toEqual({ lines: ['a', 'b', 'c'], ended: true });
    expect(await read(jobId, 1)).toEqual({ lines: ['c'], ended: true });
  });

  it('are counted as lines where one entry holds several', async () => {
    const jobId = await lines({ line: 'a\r\nb' }, { line: 'c\nd' });
    expect((await read(jobId))?.lines).toEqual(['b', 'c', 'd']);
  });

  it('are unknown where their key is of another type', async () => {
    await kit.redis.set('televibe:logs:odd', 'x');
    expect(await read('odd')).toBeUndefined();
  });

  it('are unknown for a job that wrote none', async () => {
    expect(await read('nobody')).toBeUndefined();
  });

  it('are followed part by part, and none is given twice', async () => {
    const stream = logs();
    expect(await stream.read({ jobId: 'job-of-none' }, { kind: 'oldest' }, false)).toBeUndefined();
    const jobId = await lines({ line: 'a' }, { line: 'b' }, { line: 'c' });
    const first = await stream.read({ jobId }, { kind: 'newest', lines: 1 }, false);
    expect(first?.lines.at(-1)).toBe('c');
    const more = Array.from({ length: 250 }, (_, at) => ({ line: String(at) }));
    for (const entry of [...more, { end: '1' }]) {
      await kit.redis.xadd(`televibe:logs:${jobId}`, '*', ...Object.entries(entry).flat());
    }
    const found: string[] = [];
    let part = first;
    do {
      part = await stream.read({ jobId }, { kind: 'after', position: part?.position ?? '' }, false);
      found.push(...(part?.lines ?? []));
    } while (part?.hasMore);
    expect(found).toEqual(more.map(({ line }) => line));
    expect(part?.ended).toBe(true);
    const last = await stream.read(
      { jobId },
      { kind: 'after', position: part?.position ?? '' },
      false,
    );
    expect(last).toEqual({ lines: [], ended: false, position: part?.position, hasMore: false });
  });

  it('skip entries that hold no line', async () => {
    const jobId = await lines({ line: 'a' }, { other: 'x' });
    expect(await read(jobId)).toEqual({ lines: ['a'], ended: false });
  });

  it('are taken from runners, the newest 10,000 or a few more, for a week', async () => {
    const sink = createLogSink({ redis: kit.redis, keys: kit.fresh() });
    const many = Array.from({ length: 1_000 }, (_, at) => ({ text: `line ${at}`, level: 'info' }));
    for (let times = 0; times < 12; times += 1)
      await sink.append({ jobId: 'run-1' }, many, { isEnd: false });
    await sink.append({ jobId: 'run-1' }, [{ text: 'last', level: 'error' }], { isEnd: true });
    expect(await read('run-1', 2)).toEqual({ lines: ['line 999', 'last'], ended: true });
    expect(await kit.redis.xlen('televibe:logs:run-1')).toBeLessThan(10_300);
    expect(await kit.redis.ttl('televibe:logs:run-1')).toBeGreaterThan(6 * 86_400);
  });
});
