import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../src/dialects/all-dialects.ts';
import { createIngest, type Ingest } from '../../../src/intake/isolate-poison.ts';
import { createReceive } from '../../../src/intake/receive.ts';
import type { Journal } from '../../../src/journal/journal.ts';
import { createAttempts } from '../../../src/redis/dead-letters/attempts.ts';
import { createTelevibeInlet } from '../../../src/redis/inlets/televibe-inlet.ts';
import { createJournal } from '../../../src/redis/journal/journal.ts';
import type { Keys } from '../../../src/redis/scripts/keys.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { createHealth } from '../../../src/runtime/health.ts';
import type { Service } from '../../../src/runtime/lifecycle.ts';
import { type Logger, silentLogger } from '../../../src/runtime/logger.ts';
import { createMetrics } from '../../../src/runtime/metrics.ts';
import { publish } from '../../helpers/publish.ts';
import { type RedisKit, startRedisKit } from '../../helpers/redis-kit.ts';
import { waitUntil } from '../../helpers/wait.ts';

let kit: RedisKit;
beforeAll(async () => {
  kit = await startRedisKit();
});
afterAll(() => kit.server.stop());

describe('the televibe inlet', () => {
  let keys: Keys;
  let journal: Journal;
  let inlets: Service[];
  let logged: string[];

  beforeEach(async () => {
    await kit.redis.flushall();
    keys = kit.fresh();
    inlets = [];
    logged = [];
    const epoch = { newEpoch: () => 'e', clock: systemClock };
    journal = createJournal({
      redis: kit.redis,
      keys,
      limits: { retentionMs: 86_400_000, perJob: 1_000 },
      ...epoch,
    });
  });
  afterEach(async () => {
    for (const inlet of inlets) await inlet.stop();
  });

  type WrapTake = (take: Ingest) => Ingest;

  async function startInlet(wrap: WrapTake = (take) => take): Promise<Service> {
    const log: Logger = { ...silentLogger, warn: (_, name) => void logged.push(name) };
    const metrics = createMetrics();
    const televibe = dialectNamed('televibe');
    const decode = (message: Parameters<typeof televibe.decode>[0]) => televibe.decode(message);
    const receive = createReceive({ decode, journal, metrics, log, clock: systemClock });
    const inlet = createTelevibeInlet({
      redis: kit.server.client(),
      blocking: kit.server.client(),
      subscriber: kit.server.client(),
      keys,
      dialect: televibe,
      receive,
      ingest: wrap(
        createIngest({
          receive,
          attempts: createAttempts(kit.redis, keys, `life-${inlets.length}`),
          clock: systemClock,
          log,
        }),
      ),
      clock: systemClock,
      log,
      metrics,
      health: createHealth(),
    });
    inlets.push(inlet);
    await inlet.start();
    return inlet;
  }

  /** Waits until so many events are journalled, and answers their ids in order. */
  async function journalled(count: number): Promise<string[]> {
    const saw = async () => (await journal.read('0-0', 100_000)).map(({ event }) => event.id);
    await waitUntil(async () => (await saw()).length >= count, { saw });
    return saw();
  }

  const event = (at: number, project = 'a') => ({
    event_id: `e${at}`,
    event_type: 'job.progress',
    project_id: project,
    job_id: 'j1',
  });
  const ids = (count: number) => Array.from({ length: count }, (_, at) => `e${at}`);

  it('takes an event that comes on the channel and in the stream once', async () => {
    await startInlet();
    for (let at = 0; at < 50; at += 1) await publish(kit.redis, event(at));
    await publish(kit.redis, { ...event(50), event_id: 'last' }, 'stream');
    expect(await journalled(51)).toEqual([...ids(50), 'last']);
  });

  it('takes what is only published, and what is only in a stream that is new to it', async () => {
    await startInlet();
    await publish(kit.redis, event(0), 'channel');
    await journalled(1);
    await publish(kit.redis, event(1, 'brand-new'), 'stream');
    expect(await journalled(2)).toEqual(['e0', 'e1']);
  });

  it('catches up from where it stopped, before it takes anything newer', async () => {
    const first = await startInlet();
    await publish(kit.redis, event(0));
    await journalled(1);
    await first.stop();
    for (let at = 1; at < 1_200; at += 1) await publish(kit.redis, event(at), 'stream');
    await startInlet();
    await publish(kit.redis, event(1_200));
    expect(await journalled(1_201)).toEqual(ids(1_201));
  });

  it('lets no published event overtake what was in the stream before it', async () => {
    await startInlet();
    for (let at = 0; at < 300; at += 2) {
      await publish(kit.redis, event(at), 'stream');
      await publish(kit.redis, event(at + 1), 'channel');
    }
    const order = await journalled(300);
    for (let at = 0; at < 300; at += 2) {
      expect(order.indexOf(`e${at}`)).toBeLessThan(order.indexOf(`e${at + 1}`));
    }
  });

  it('lets no published event overtake what another replica is still reading in small steps', async () => {
    let conflicts = 0;
    // Another replica is a single entry ahead, again and again.
    await startInlet((take) => async (batch) => {
      if (conflicts < 5) {
        conflicts += 1;
        await take({ ...batch, steps: batch.steps.slice(0, 1) });
        if (conflicts === 1) await publish(kit.redis, event(10));
      }
      return take(batch);
    });
    const written = kit.redis.pipeline();
    for (const at of ids(10).keys()) {
      written.xadd('televibe:stream:a', '*', 'event', JSON.stringify(event(at)));
    }
    await written.exec();
    expect(await journalled(11)).toEqual(ids(11));
    expect(conflicts).toBe(5);
  });

  it('takes each event once and in order with three replicas whose connections are cut', async () => {
    await Promise.all([startInlet(), startInlet(), startInlet()]);
    const count = 600;
    for (let at = 0; at < count; at += 1) {
      await publish(kit.redis, event(at));
      if (at % 100 === 50) {
        await kit.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
        await kit.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      }
    }
    expect(await journalled(count)).toEqual(ids(count));
  });

  it('goes on after a malformed message: a log line for the channel, a dead letter for the stream', async () => {
    await startInlet();
    await kit.redis.publish('televibe:events:job.started', 'null');
    await kit.redis.xadd('televibe:stream:a', '*', 'event', '{"event_type":42}');
    await publish(kit.redis, event(0));
    expect(await journalled(1)).toEqual(['e0']);
    expect(logged.filter((name) => name === 'job_event_decode_failed')).not.toHaveLength(0);
    const dead = await kit.redis.xrange(keys.deadLetters, '-', '+');
    expect(dead).toHaveLength(1);
    expect(dead[0]?.[1]).toContain('{"event_type":42}');
  });
});
