// The Redis that the program uses: the one it was told of, or its own.
import type { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import type { Health } from '../health.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import type { RedisAddress } from '../redis-url.ts';
import { createConnections, type Role } from './connect.ts';
import { createOwnRedis } from './own-redis.ts';

interface Deps {
  /** Absent: a server of our own, with its data under `dataDir`. */
  readonly redis?: RedisAddress;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: Health;
}

export interface RedisServer {
  readonly connect: (role: Role) => Redis;
  /** Starts the server where it is our own; ends all connections, and then the server. */
  readonly service: Service;
}

export function createRedisServer({ redis, dataDir, clock, log, health }: Deps): RedisServer {
  const own = redis === undefined ? createOwnRedis({ dataDir, clock, log }) : undefined;
  const socketPath = own?.socketPath ?? '';
  const connections = createConnections({
    address: redis ?? { kind: 'socket', socketPath },
    clock,
    log,
    onState: (isUp, detail) => health.report('redis', isUp, detail),
  });
  return {
    connect: connections.client,
    service: {
      name: 'redis',
      async start() {
        health.report('redis', false, 'not connected yet');
        await own?.start();
        await connections.start();
      },
      async stop() {
        await connections.stop();
        await own?.stop();
      },
    },
  };
}
