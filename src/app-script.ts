// What scripts use of Redis: the bus, the logs of jobs, and what became of a request; without the rest, so that it
// starts quickly. Part of the composition root.

import { resolve } from 'node:path';
import type { ApprovalStore } from './approvals/approval-store.ts';
import type { RedisAddress } from './config/redis-url.ts';
import type { ScriptTarget } from './config/script-settings.ts';
import { createApprovalReader } from './redis/approvals/approval-reader.ts';
import { createTelevibeBus, type TelevibeBus } from './redis/bus/bus.ts';
import { createConnections } from './redis/connection/connect.ts';
import { reportUnavailable } from './redis/connection/report-unavailable.ts';
import { createLogSink } from './redis/jobs/logs/log-sink.ts';
import { createRedisFolder } from './redis/own-redis/folder.ts';
import { createKeys } from './redis/scripts/keys.ts';
import type { Clock } from './runtime/clock.ts';
import { silentLogger } from './runtime/logger.ts';
import type { LogSink } from './tails/log-sink.ts';

export interface ScriptRedis {
  readonly televibe: TelevibeBus;
  readonly logSink: LogSink;
  readonly approvals: Pick<ApprovalStore, 'find'>;
  /** Resolves once Redis answers; until then and during outages, everything else waits. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Deps {
  readonly clock: Clock;
  /** Called on every change, with what is wrong, without secrets. */
  readonly onState: (isUp: boolean, detail: string) => void;
}

export function createScriptRedis(
  target: Exclude<ScriptTarget, { kind: 'http' }>,
  { clock, onState }: Deps,
): ScriptRedis {
  const address = addressOf(target);
  const connections = createConnections({ address, clock, log: silentLogger, onState });
  const redis = connections.client('commands');
  const keys = createKeys(target.keyPrefix);
  return {
    televibe: reportUnavailable(createTelevibeBus(redis)),
    logSink: reportUnavailable(createLogSink({ redis, keys })),
    approvals: reportUnavailable(createApprovalReader({ redis, keys })),
    start: () => connections.start(),
    stop: () => connections.stop(),
  };
}

function addressOf(target: Exclude<ScriptTarget, { kind: 'http' }>): RedisAddress {
  if (target.kind === 'redis') return target.address;
  const { socketPath } = createRedisFolder(resolve(target.dataDir));
  return { kind: 'socket', socketPath, db: 0 };
}
