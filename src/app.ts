// The composition root: together with app-*.ts the only code that joins edges and core.

import { createDelivery, createSafeRender } from './app-delivery.ts';
import { createFileWriters } from './app-files.ts';
import { createHttpApi } from './app-http.ts';
import { createBuilds, createInlets } from './app-inlets.ts';
import { createRedriveOf } from './app-redrive.ts';
import { createRouting } from './app-routing.ts';
import { loadPolicies, loadTranslator } from './app-settings.ts';
import { createPersistence, createRedisChecks } from './app-storage.ts';
import { createLogs } from './app-tails.ts';
import { createTelegramEdge } from './app-telegram.ts';
import { createWatch } from './app-watch.ts';
import { isAdmin } from './audience/access.ts';
import { FIRST_ADMIN_MS, invitationLink } from './audience/invitations/invitation.ts';
import type { BotConfig } from './config/load-config.ts';
import { redactedRedrive } from './intake/redrive.ts';
import { mirrored, type OnEvent } from './journal/mirrored.ts';
import { createRedaction } from './redact/redaction.ts';
import { type Bus, createBus } from './redis/bus/bus.ts';
import type { Storage } from './redis/storage.ts';
import type { Clock } from './runtime/clock.ts';
import { createHealth } from './runtime/health.ts';
import { createLifecycle, type Service } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/logger.ts';
import { countedLease } from './runtime/metrics/counted-lease.ts';
import { createMetrics, type Metrics } from './runtime/metrics.ts';
import type { Login } from './telegram/sending/login.ts';

export interface App extends Service {
  /** Port of the HTTP API; available once started. */
  readonly port: number;
  /** The bot's name, and a new link of the first admin while there is none; available once started. */
  introduction(): Promise<{ readonly botName: string; readonly firstAdminLink?: string }>;
  /** Publishes and subscribes like external systems; for the demo. */
  readonly bus: Bus;
}

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Called once if a component has stalled for good, so that only a restart helps. */
  readonly onStall?: () => void;
  /** Called with each event that this process journals. */
  readonly onEvent?: OnEvent;
}

/** Per service; one that stops in time leaves the rest of the ten seconds to the others. */
const STOP_DEADLINE_MS = 4_000;
const ATTEMPT_BYTES = 16;

/** Builds and joins everything without starting it. Throws if a locale file is invalid. */
export async function createApp(config: BotConfig, deps: Deps): Promise<App> {
  const { clock, log } = deps;
  const base = await createBase(config, deps);
  const { server, storage, migrations, watch, checks } = base;
  const rooms = createRooms(config, base);
  const { inlets, routing, tails, telegram, sending, http, fileWriters } = rooms;
  // They start in this order, and stop in reverse.
  const services = [
    ...server.own,
    // Early, so that it reports what does not work yet; the last service may wait for Telegram.
    http,
    telegram.login,
    server.connections,
    migrations,
    ...checks,
    watch.history,
    storage.waker,
    storage.feed,
    sending.sendLogs,
    sending.worker,
    routing.router,
    sending.sweeper,
    routing.expiry,
    routing.applyStanding,
    routing.silence,
    tails,
    ...inlets,
    ...fileWriters,
    storage.retention,
    watch.monitor,
    watch.counts,
    telegram.service,
  ];
  return {
    ...createLifecycle(services, { clock, log, stopDeadlineMs: STOP_DEADLINE_MS }),
    bus: createBus(storage.redis, storage.connect('subscriber')),
    introduction: createIntroduction(storage, telegram.login, clock),
    get port() {
      return http.port;
    },
  };
}

/** What all rooms need: storage, policies, translations and monitoring. */
async function createBase(config: BotConfig, deps: Deps) {
  const { clock, log, onStall = () => {}, onEvent } = deps;
  const metrics = createMetrics({ prefix: config.metricsPrefix });
  const health = createHealth(clock);
  const policies = await loadPolicies(config);
  const translator = await loadTranslator(config);
  const redaction = createRedaction({ redact: config.redact });
  const persistence = createPersistence(config, { clock, log, health, shared: false });
  const { server, migrations } = persistence;
  const storage = withCountedLeases(mirrored(persistence.storage, onEvent), metrics);
  const watch = createWatch(config, storage, { translator, onStall, clock, log, metrics, health });
  const checks = createRedisChecks(storage, { migrations, clock, log, health });
  const fileRoutes = async () => policies.routes;
  const redrive = createRedriveOf(storage, { fileRoutes, metrics, clock, log });
  return {
    clock,
    log,
    metrics,
    health,
    policies,
    translator,
    redaction,
    server,
    storage,
    migrations,
    watch,
    checks,
    /** Why a letter stays dead may quote what is in it. */
    redrive: redactedRedrive(redrive, redaction),
  };
}

function withCountedLeases(storage: Storage, metrics: Metrics): Storage {
  return {
    ...storage,
    routerLease: countedLease('router', storage.routerLease, metrics),
    lease: (name) => countedLease(name, storage.lease(name), metrics),
  };
}

type Base = Awaited<ReturnType<typeof createBase>>;

/** In the order in which an event passes through them. */
function createRooms(config: BotConfig, base: Base) {
  const { clock, log, metrics, health, policies, translator, redaction } = base;
  const { storage, watch, redrive } = base;
  const { systemState, router: watched } = watch;
  const { routes } = policies;

  const builds = createBuilds(storage, clock);
  const inlets = createInlets(config, storage, { builds, clock, log, metrics, health });

  const routing = createRouting(storage, { watched, policies, clock, log, metrics, health });

  const render = createSafeRender({ translator, redaction, log });
  const logs = createLogs(config, storage, { routes, render, redaction, clock, log, metrics });
  const { tails } = logs;
  const telegram = createTelegramEdge(config, storage, {
    deciding: routing.deciding,
    tails,
    routes,
    systemState,
    redrive,
    translator,
    redaction,
    render,
    clock,
    log,
    metrics,
    health,
  });
  const channel = watch.channel(telegram.channel);
  const sending = createDelivery(config, storage, {
    channel,
    render,
    routes,
    logs,
    upload: telegram.upload,
    openLists: telegram.openLists,
    clock,
    log,
    metrics,
    health,
  });

  const http = createHttp(config, base, {
    builds,
    logs,
    deciding: routing.deciding,
    keepUpdate: telegram.keepUpdate,
    loginBot: telegram.login.bot,
  });
  const fileWriters = createFileWriters(config, storage, { clock, log, metrics, health });
  return { inlets, routing, tails, telegram, sending, http, fileWriters };
}

type HttpDeps = Parameters<typeof createHttpApi>[2];

function createHttp(
  config: BotConfig,
  base: Base,
  rooms: Pick<HttpDeps, 'builds' | 'logs' | 'deciding' | 'keepUpdate' | 'loginBot'>,
) {
  const { storage, migrations, watch, redrive, redaction, clock, log, metrics, health } = base;
  return createHttpApi(config, storage, {
    migrations,
    builds: rooms.builds,
    logs: rooms.logs,
    deciding: rooms.deciding,
    redrive,
    redaction,
    keepUpdate: rooms.keepUpdate,
    loginBot: rooms.loginBot,
    systemState: watch.systemState,
    clock,
    log,
    metrics,
    health,
  });
}

function createIntroduction(
  { members, invitations }: Storage,
  { botName: name }: Login,
  clock: Clock,
): App['introduction'] {
  // Each replica gives out a link of its own; the first one that is opened ends all.
  const attempt = clock.token(ATTEMPT_BYTES);
  return async () => {
    const botName = await name();
    if ((await members.all()).some(isAdmin)) return { botName };
    const { code } = await invitations.create({
      grant: { role: 'admin' },
      by: { via: 'console' },
      lifetimeMs: FIRST_ADMIN_MS,
      attempt,
    });
    return { botName, firstAdminLink: invitationLink(botName, code) };
  };
}
