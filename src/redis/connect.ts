// Connections to Redis by the role they play. They come back for ever; an outage is told once.
import { Redis } from 'ioredis';
import type { Clock } from '../clock.ts';
import { JobwireError } from '../errors.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import type { RedisAddress } from '../redis-url.ts';
import { createOutage } from './outage.ts';

/**
 * `commands` answers at once; `blocking` waits for streams and queues, one reader each;
 * `subscriber` listens to channels, and subscribes again by itself.
 */
export type Role = 'commands' | 'blocking' | 'subscriber';

export interface Connections extends Service {
  /**
   * A connection that is named `jobwire-<role>` in CLIENT LIST. `commands` is one for all; each
   * `blocking` and `subscriber` is a new one. It connects with the first thing asked of it. What is
   * asked while Redis is away waits for it, so callers bring their own deadlines; a command whose
   * answer was lost is sent again.
   */
  client(role: Role): Redis;
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
  /** Told of every change: do all connections work? `detail` says what is wrong, without secrets. */
  readonly onState: (isUp: boolean, detail: string) => void;
}

const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 1000;
const CONNECT_MS = 5000;
const FAREWELL_MS = 1000;
/** A connection that swallows everything looks alive. Blocking reads are silent by right. */
const SILENCE_MS = 20_000;

export function createConnections(deps: Deps): Connections {
  const open = new Set<Redis>();
  const outage = createOutage(deps);
  const stopping = new AbortController();
  let commands: Redis | undefined;

  function connect(role: Role): Redis {
    const redis = new Redis(optionsFor(role, deps));
    outage.watch(redis);
    open.add(redis);
    redis.once('end', () => open.delete(redis));
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
      const info = await untilAnswered(main(), deps.clock, stopping.signal);
      if (/^cluster_enabled:1/m.test(info)) throw clusterRefused();
    },
    async stop() {
      stopping.abort();
      if (commands !== undefined) await farewell(commands, deps.clock);
      for (const redis of open) redis.disconnect();
      open.clear();
    },
  };
}

/** Asks again after a refusal too: a wrong password may be mended on the other side. */
async function untilAnswered(redis: Redis, clock: Clock, stop: AbortSignal): Promise<string> {
  while (!stop.aborted) {
    try {
      return await redis.info('cluster');
    } catch {
      await clock.sleep(LONGEST_PAUSE_MS, stop);
    }
  }
  throw new JobwireError('unavailable', 'Redis did not answer before jobwire was stopped');
}

/** Lets what was sent be answered. */
async function farewell(redis: Redis, clock: Clock): Promise<void> {
  if (redis.status !== 'ready') return;
  const late = new AbortController();
  const quit = redis.quit().catch(() => {});
  await Promise.race([quit, clock.sleep(FAREWELL_MS, late.signal)]);
  late.abort();
}

function optionsFor(role: Role, { address, clock }: Deps) {
  const pause = (tries: number) => {
    const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(tries - 1, 10));
    return Math.ceil(ms * (0.5 + clock.random() / 2));
  };
  return {
    ...whereTo(address),
    connectionName: `jobwire-${role}`,
    lazyConnect: true,
    retryStrategy: pause,
    sentinelRetryStrategy: pause,
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MS,
    keepAlive: 10_000,
    ...(role === 'commands' ? { socketTimeout: SILENCE_MS } : {}),
  };
}

function whereTo(address: RedisAddress) {
  if (address.kind === 'socket') return { path: address.socketPath };
  const { username, password, db, tls } = address;
  const login = {
    db,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password: password.reveal() }),
    ...(tls ? { tls: {} } : {}),
  };
  if (address.kind === 'server') return { ...login, host: address.host, port: address.port };
  return {
    ...login,
    sentinels: [...address.sentinels],
    name: address.master,
    failoverDetector: true,
    enableTLSForSentinelMode: tls,
  };
}

function clusterRefused(): JobwireError {
  return new JobwireError(
    'config_invalid',
    'REDIS_URL leads to a Redis Cluster, which is not supported yet; expected a single server or Sentinel, for example redis://127.0.0.1:6379',
  );
}
