// The composition root: the only place that joins edges and core.
import { fileURLToPath } from 'node:url';
import { createDecide } from './approvals/decide.ts';
import { createExpiry } from './approvals/expire.ts';
import type { Clock } from './clock.ts';
import type { BotConfig } from './config.ts';
import type { Channel } from './deliver/channel.ts';
import { createSettleOutcome } from './deliver/settle-outcome.ts';
import { createSweeper } from './deliver/sweeper.ts';
import { createVisitChat } from './deliver/visit.ts';
import { dialectNamed } from './dialects/all-dialects.ts';
import { readLocales } from './files/locale-files.ts';
import { createLogFiles } from './files/log-files.ts';
import { createHealth, type Health } from './health.ts';
import { createAdminTokenAuth } from './http/auth.ts';
import { createHttpServer } from './http/server.ts';
import { createReceive } from './intake/receive.ts';
import { createLifecycle, type Service } from './lifecycle.ts';
import type { Logger } from './logger.ts';
import { createRender, type Render } from './message/render.ts';
import { createTranslator } from './message/translate.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { type Bus, createBus } from './redis/bus.ts';
import { createLogStream } from './redis/log-stream.ts';
import { createRedisServer } from './redis/redis-server.ts';
import { createStorage, type Storage } from './redis/storage.ts';
import { createTelevibeInlet } from './redis/televibe-inlet.ts';
import { createWakeWorker } from './redis/waker.ts';
import { createRouter } from './router.ts';
import { createTails } from './tails/create-tails.ts';
import { createTailScreen } from './tails/tail-screen.ts';
import { createTelegram } from './telegram/telegram.ts';

export interface App extends Service {
  /** Port of the side port, once started. */
  readonly port: number;
  /** Publishing and hearing as the systems around jobwire do; for the demo. */
  readonly bus: Bus;
}

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
}

/** Whatever stops in time leaves the rest of the ten seconds to the others. */
const STOP_DEADLINE_MS = 4_000;
const LOCALES = new URL('../locales/', import.meta.url);

/** Everything built and joined, nothing started. Throws when a locale file is wrong. */
export async function createApp(config: BotConfig, { clock, log }: Deps): Promise<App> {
  const metrics = createMetrics();
  const health = createHealth();
  const translator = createTranslator(await readLocales(fileURLToPath(LOCALES)), {
    fallback: config.defaultLocale,
  });
  const televibe = dialectNamed('televibe');
  const base = { clock, log, metrics, health, translator };
  const redisServer = createRedisServer({ ...config, ...base });
  const { encode } = televibe;
  const connect = redisServer.connections.client;
  const storage = createStorage({ ...config, ...base, connect, encode });
  const parts = {
    config,
    ...base,
    ...storage,
    defaultLocale: config.defaultLocale,
    corsOrigins: config.corsOrigins,
    encode,
    decode: televibe.decode,
    render: createRender({ translator }),
    decide: createDecide({ store: storage.approvals, clock, metrics }),
  };
  const http = createHttpServer({
    ...parts,
    host: config.httpHost,
    port: config.httpPort,
    ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
    authenticate: createAdminTokenAuth(config.adminToken?.reveal()),
  });
  if (config.updates.kind === 'webhook') log.warn({}, 'webhook_mode_not_supported_yet');
  const tails = createLiveTails(parts);
  const telegram = createTelegram({ ...config, ...parts, tails });
  const services = [
    ...redisServer.own,
    // Early, so that it says what does not work yet.
    http,
    redisServer.connections,
    storage.waker,
    storage.feed,
    createDelivery({ ...parts, channel: telegram.channel }),
    createRouter({ ...parts, store: storage.flowStore, lease: storage.routerLease }),
    createSweeper({ ...parts, store: storage.outboxStore }),
    createExpiry({ ...parts, store: storage.approvals }),
    tails,
    createInlet(parts),
    telegram.service,
  ];
  const lifecycle = createLifecycle(services, { clock, log, stopDeadlineMs: STOP_DEADLINE_MS });
  return {
    ...lifecycle,
    bus: createBus(storage.redis, connect('subscriber')),
    get port() {
      return http.port;
    },
  };
}

/** What most parts need: the settings, what is kept in Redis, and the means of the program. */
type Parts = Storage &
  Pick<BotConfig, 'defaultLocale'> & {
    readonly config: BotConfig;
    readonly clock: Clock;
    readonly log: Logger;
    readonly metrics: Metrics;
    readonly health: Health;
    readonly render: Render;
  };

function createDelivery(parts: Parts & { readonly channel: Channel }): Service {
  const { connect, config, log } = parts;
  const deps = { ...parts, store: parts.outboxStore };
  const visit = createVisitChat({ ...deps, settleOutcome: createSettleOutcome(deps) });
  return createWakeWorker({ blocking: connect('blocking'), prefix: config.keyPrefix, log }, visit);
}

function createLiveTails(parts: Parts) {
  const { redis, config } = parts;
  const { logsDir, tailIntervalMs: intervalMs } = config;
  const files = logsDir === undefined ? [] : [createLogFiles(logsDir)];
  const sources = [createLogStream(redis), ...files];
  const deps = { ...parts, store: parts.tailStore, sources, intervalMs };
  return createTails({ ...deps, screen: createTailScreen(deps), lease: parts.lease('tails') });
}

function createInlet(parts: Parts & Pick<Parameters<typeof createReceive>[0], 'decode'>): Service {
  const { connect, keys } = parts;
  return createTelevibeInlet({
    ...parts,
    blocking: connect('blocking'),
    subscriber: connect('subscriber'),
    positionsKey: keys.positions,
    receive: createReceive(parts),
  });
}
