// The Redis that the program uses: the one it was told of, or its own.
import type { Clock } from '../clock.ts';
import type { Health } from '../health.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import type { RedisAddress } from '../redis-url.ts';
import { type Connections, createConnections } from './connect.ts';
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
  /** The server itself, where it is our own: it starts before and stops after the connections. */
  readonly own: readonly Service[];
  readonly connections: Connections;
}

export function createRedisServer({ redis, dataDir, clock, log, health }: Deps): RedisServer {
  health.report('redis', false, 'not connected yet');
  const onState = (isUp: boolean, detail: string) => health.report('redis', isUp, detail);
  const means = { clock, log, onState };
  if (redis !== undefined) {
    return { own: [], connections: createConnections({ ...means, address: redis }) };
  }
  const own = createOwnRedis({ dataDir, clock, log });
  const address = { kind: 'socket', socketPath: own.socketPath } as const;
  return { own: [own], connections: createConnections({ ...means, address }) };
}
