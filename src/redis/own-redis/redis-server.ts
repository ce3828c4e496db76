// The Redis that the program uses: the one it was told of, or its own.

import type { RedisAddress } from '../../config/redis-url.ts';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { Health } from '../../runtime/health.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type Connections, createConnections } from '../connection/connect.ts';
import { createOwnRedis, type OwnRedis } from './own-redis.ts';

interface Deps {
  /** Absent: a server of our own, with its data under `dataDir`. */
  readonly redis?: RedisAddress;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: Health;
  /** A server of our own that another jobwire runs in this folder is used beside it. */
  readonly shared?: boolean;
}

export interface RedisServer {
  /** The server itself, where it is our own: it starts before and stops after the connections. */
  readonly own: readonly Service[];
  readonly connections: Connections;
}

export function createRedisServer(deps: Deps): RedisServer {
  const { redis, dataDir, clock, log, health, shared = false } = deps;
  health.report('redis', false, 'not connected yet');
  const onState = (isUp: boolean, detail: string) => health.report('redis', isUp, detail);
  if (redis !== undefined) {
    return { own: [], connections: createConnections({ address: redis, clock, log, onState }) };
  }
  const own = createOwnRedis({ dataDir, clock, log });
  const address = { kind: 'socket', socketPath: own.socketPath, db: 0 } as const;
  const service = shared ? orBeside(own) : own;
  return { own: [service], connections: createConnections({ address, clock, log, onState }) };
}

/** Starts it, unless it runs already. */
function orBeside(own: OwnRedis): Service {
  return {
    name: own.name,
    async start() {
      try {
        await own.start();
      } catch (error) {
        if (!(error instanceof JobwireError && error.code === 'taken')) throw error;
      }
    },
    stop: own.stop,
  };
}
