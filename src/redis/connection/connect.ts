// Connections to Redis by role. They reconnect for ever; an outage is reported once.

import { Redis } from 'ioredis';
import type { RedisAddress } from '../../config/redis-url.ts';
import { backoff, jittered } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { Logger } from '../../runtime/logger.ts';
import { withRetry } from '../../runtime/retry.ts';
import { startHeartbeat } from './heartbeat.ts';
import { createOutage } from './outage.ts';
import { CONNECTION_CLOSED, patchClient } from './patch-client.ts';
import { readServerMode } from './server-mode.ts';

/**
 * `commands` answers at once; `blocking` waits for streams and queues, one reader each;
 * `subscriber` listens to channels. Whenever it is `ready` it has to subscribe (again).
 */
export type ConnectionRole = 'commands' | 'blocking' | 'subscriber';

export interface Connections extends Service {
  /**
   * A connection that is named `jobwire-<role>` in CLIENT LIST. `commands` is one for all; each
   * `blocking` and `subscriber` is a new one. It connects with the first thing asked of it. What is
   * asked while Redis is away waits for it, so callers bring their own deadlines; a command whose
   * answer was lost is sent again.
   */
  client(role: ConnectionRole): Redis;
  /**
   * Waits until Redis answers; throws `unavailable` when stopped before that, `config_invalid` when
   * it is a Cluster.
   */
  start(): Promise<void>;
}

interface Deps {
  readonly address: RedisAddress;
  readonly clock: Clock;
  readonly log: Logger;
  /** Called on every change, with whether all connections work; `detail` is what is wrong, without secrets. */
  readonly onState: (isUp: boolean, detail: string) => void;
  readonly deadlines?: Deadlines;
}

/**
 * A connection that swallows everything looks alive. So each is asked something now and then, and is
 * given up when an answer is due for longer than this. All of it is noticed within 15 seconds.
 */
export interface Deadlines {
  /** Between two pings on a quiet connection. */
  readonly askEveryMs: number;
  readonly commandsMs: number;
  /** Our own blocking reads wait for a second at most. */
  readonly blockingMs: number;
  readonly subscriberMs: number;
  /** For the first byte on a new connection. */
  readonly handshakeMs: number;
  /** BullMQ's workers wait for ten seconds at most, on a connection that they make themselves. */
  readonly workerMs: number;
}

export const DEADLINES: Deadlines = {
  askEveryMs: 4_000,
  commandsMs: 8_000,
  blockingMs: 6_000,
  subscriberMs: 6_000,
  handshakeMs: 4_000,
  workerMs: 12_500,
};

const reconnectPauseMs = backoff({ firstMs: 25, maxMs: 1_000 });
const ASK_AGAIN_MS = 1_000;
const CONNECT_MS = 5000;
const QUIT_MS = 1000;
/** A server that is a replica will stay one for a while. */
const LOOK_AGAIN_MS = 1_000;

export function createConnections(deps: Deps): Connections {
  const open = new Set<Redis>();
  const outage = createOutage(deps);
  const stopping = new AbortController();
  const { clock, deadlines = DEADLINES } = deps;
  let commands: Redis | undefined;
  /** It calls INFO on each connect, and logs an error without permission. */
  let hasReadyCheck = true;

  function tend(redis: Redis): Redis {
    outage.watch(redis);
    open.add(redis);
    // BullMQ ends the connection of a worker that hangs, and reconnects.
    redis.on('end', () => open.delete(redis));
    redis.on('connecting', () => open.add(redis));
    redis.options.enableReadyCheck = hasReadyCheck;
    const { workerMs: twinSilenceMs, handshakeMs: greetingMs } = deadlines;
    patchClient(redis, { twinSilenceMs, handshakeMs: greetingMs, clock, onTwin: tend });
    return redis;
  }

  function connect(role: ConnectionRole): Redis {
    const redis = tend(new Redis(optionsFor(role, deps)));
    startHeartbeat(redis, deadlines.askEveryMs, clock);
    return redis;
  }

  function main(): Redis {
    commands ??= connect('commands');
    return commands;
  }

  return {
    name: 'redis-connections',
    client: (role) => (role === 'commands' ? main() : connect(role)),
    async start() {
      outage.begin();
      const { kind, mayAskInfo } = await untilAnswered(main(), deps, stopping.signal);
      if (kind === 'cluster') throw clusterRefused();
      hasReadyCheck = mayAskInfo;
      for (const redis of open) redis.options.enableReadyCheck = mayAskInfo;
    },
    async stop() {
      stopping.abort();
      if (commands !== undefined) await quit(commands, deps.clock);
      for (const redis of open) redis.disconnect();
      open.clear();
    },
  };
}

/** Retries after a refusal too: a wrong password may be fixed on the server. */
async function untilAnswered(redis: Redis, { clock, log }: Deps, stop: AbortSignal) {
  let logged = '';
  function onFailure(error: unknown): void {
    const reason = messageOf(error);
    // A broken connection is not a refusal, and is reported as an outage.
    if (reason !== logged && reason !== CONNECTION_CLOSED) log.warn({ reason }, 'redis_refuses');
    logged = reason;
  }
  const options = { pauseMs: () => ASK_AGAIN_MS, clock, signal: stop, onFailure };
  const mode = await withRetry(() => readServerMode(redis), options);
  if (mode !== undefined) return mode;
  throw new JobwireError('unavailable', 'Redis did not answer before jobwire was stopped');
}

/** Waits for pending answers. */
async function quit(redis: Redis, clock: Clock): Promise<void> {
  if (redis.status !== 'ready') return;
  const late = new AbortController();
  const quit = redis.quit().catch(() => {});
  await Promise.race([quit, clock.sleep(QUIT_MS, late.signal)]);
  late.abort();
}

function optionsFor(role: ConnectionRole, { address, clock, deadlines = DEADLINES }: Deps) {
  const silenceMs = {
    commands: deadlines.commandsMs,
    blocking: deadlines.blockingMs,
    subscriber: deadlines.subscriberMs,
  };
  const pause = (tries: number) => Math.ceil(jittered(reconnectPauseMs(tries), [0.5, 1], clock));
  return {
    ...whereTo(address),
    connectionName: `jobwire-${role}`,
    lazyConnect: true,
    retryStrategy: pause,
    sentinelRetryStrategy: pause,
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MS,
    keepAlive: 10_000,
    socketTimeout: silenceMs[role],
    sentinelCommandTimeout: CONNECT_MS,
    // Inlets subscribe again themselves: they have to know when it holds.
    autoResubscribe: role !== 'subscriber',
    reconnectOnError: leavesReplica(clock),
  };
}

function whereTo(address: RedisAddress) {
  const { username, password, db } = address;
  const login = {
    db,
    ...defined({ username, password: password?.reveal() }),
  };
  if (address.kind === 'socket') return { ...login, path: address.socketPath };
  const { tls, trustsAnyone, trustsAnyName, family } = address;
  const trust = {
    ...defined({
      rejectUnauthorized: trustsAnyone ? false : undefined,
      checkServerIdentity: trustsAnyName ? () => undefined : undefined,
    }),
  };
  const network = {
    ...defined({ tls: tls ? trust : undefined, family }),
  };
  if (address.kind === 'server') {
    return { ...login, ...network, host: address.host, port: address.port };
  }
  return {
    ...login,
    ...network,
    sentinels: [...address.sentinels],
    name: address.master,
    failoverDetector: true,
    enableTLSForSentinelMode: tls,
  };
}

/**
 * Behind the same address another server may be the master now. The command itself fails: whoever sent
 * it knows whether to try again.
 */
function leavesReplica(clock: Clock): (error: Error) => boolean {
  let leftAt = Number.NEGATIVE_INFINITY;
  return ({ message }) => {
    if (!/^(READONLY|UNBLOCKED)/.test(message)) return false;
    const now = clock.monotonic();
    if (now - leftAt < LOOK_AGAIN_MS) return false;
    leftAt = now;
    return true;
  };
}

function clusterRefused(): JobwireError {
  return new JobwireError(
    'config_invalid',
    'REDIS_URL leads to a Redis Cluster, which is not supported yet; expected a single server or Sentinel, for example redis://127.0.0.1:6379',
  );
}
