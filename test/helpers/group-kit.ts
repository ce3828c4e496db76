// Replicas that read the streams of a delivery pipeline as a consumer group, on a real Redis.
import type { Redis } from 'ioredis';
import { expect, vi } from 'vitest';
import { dialectNamed } from '../../src/dialects/all-dialects.ts';
import type { Ingest } from '../../src/intake/isolate-poison.ts';
import { createGroupInlet } from '../../src/redis/inlets/group-inlet.ts';
import { createLease } from '../../src/redis/routing/lease.ts';
import type { Keys } from '../../src/redis/scripts/keys.ts';
import { type Clock, systemClock } from '../../src/runtime/clock.ts';
import type { Lease } from '../../src/runtime/lease.ts';
import type { Service } from '../../src/runtime/lifecycle.ts';
import { DELIVERY_STREAMS } from './delivery.ts';
import { createIntakeKit, type IntakeKit } from './intake-kit.ts';
import { asObject, startRedisKit } from './redis-kit.ts';

interface Started extends IntakeKit {
  readonly inlet: Service;
  /** Waits until it has read all there is. */
  caughtUp(): Promise<void>;
}

interface Options {
  readonly lease?: Lease;
  readonly clock?: Clock;
  /** Stands before what takes a batch in. */
  readonly around?: (take: Ingest) => Ingest;
}

export interface GroupKit {
  readonly redis: Redis;
  readonly keys: Keys;
  /** Everything that was in Redis is gone. */
  begin(): Promise<void>;
  /** One more replica. */
  start(options?: Options): Promise<Started>;
  /** What XINFO GROUPS tells of our own group of a stream. */
  ownGroup(stream: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  stopAll(): Promise<void>;
  end(): Promise<void>;
}

export async function startGroupKit(): Promise<GroupKit> {
  const { server, redis, fresh } = await startRedisKit();
  let keys = fresh();
  let inlets: Service[] = [];

  async function stopAll(): Promise<void> {
    await Promise.all(inlets.map((inlet) => inlet.stop()));
    inlets = [];
  }

  return {
    redis,
    get keys() {
      return keys;
    },
    async begin() {
      await redis.flushall();
      keys = fresh();
    },
    async start({ lease, clock = systemClock, around = (take: Ingest) => take } = {}) {
      const parts = createIntakeKit({
        redis: server.client(),
        keys,
        clock,
        life: `life-${inlets.length}`,
      });
      const inlet = createGroupInlet({
        ...parts,
        ingest: around(parts.ingest),
        lease: lease ?? createLease(parts.redis, keys, 'inlet'),
        blocking: server.client(),
        dialect: dialectNamed('delivery'),
        names: DELIVERY_STREAMS,
      });
      inlets.push(inlet);
      await inlet.start();
      const state = () => parts.health.snapshot()['events:delivery'];
      const caughtUp = () => vi.waitFor(() => expect(state()?.ok).toBe(true), 60_000);
      return { ...parts, inlet, caughtUp };
    },
    async ownGroup(stream) {
      const groups = (await redis.xinfo('GROUPS', stream)) as unknown[][];
      return groups.map(asObject).find(({ name }) => name === 'jobwire');
    },
    stopAll,
    end: () => server.stop(),
  };
}
