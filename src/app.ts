// The composition root: the only place that joins edges and core.

import { createBuilds, createInlets } from './app-inlets.ts';
import { LOCALES_FOLDER } from './app-settings.ts';
import { createWatch } from './app-watch.ts';
import { createAddComment } from './approvals/decisions/add-comment.ts';
import { createDecide, type Decide } from './approvals/decisions/decide.ts';
import { createExpiry } from './approvals/decisions/expire.ts';
import { createGateDecisions } from './approvals/decisions/gate-decisions.ts';
import {
  redactedAddComment,
  redactedApprovals,
  redactedDecide,
} from './approvals/decisions/redact-approval.ts';
import { NO_POLICY_FILE, type Policies } from './approvals/policy/policy-schema.ts';
import { createRevokedVotes } from './approvals/voters/drop-revoked-votes.ts';
import { createRightsNow } from './approvals/voters/voter-rights.ts';
import { isAdmin } from './audience/access.ts';
import type { BotConfig } from './config/load-config.ts';
import type { Channel } from './deliver/channel.ts';
import { createGiveUp } from './deliver/undelivered/give-up.ts';
import { createSettleOutcome } from './deliver/undelivered/settle-outcome.ts';
import { createShowElsewhere } from './deliver/undelivered/show-elsewhere.ts';
import { createEvenOut } from './deliver/visits/even-out.ts';
import { renderSafely } from './deliver/visits/render-safely.ts';
import { createSweeper } from './deliver/visits/sweeper.ts';
import { createVisitChat } from './deliver/visits/visit.ts';
import { watchVisits } from './deliver/visits/watch-visits.ts';
import { decode, dialectNamed } from './dialects/all-dialects.ts';
import type { Dialect } from './dialects/dialect.ts';
import { createArchive } from './files/archive/archive.ts';
import { createArchiveRights } from './files/archive/archive-rights.ts';
import { createDecisionFiles } from './files/decisions/decision-file.ts';
import { createLogFiles } from './files/logs/log-files.ts';
import { readLocales } from './files/text/locale-files.ts';
import { readPolicyFile } from './files/text/policy-file.ts';
import { createTokenAuth } from './http/access/auth.ts';
import { createHttpServer, type HttpServer } from './http/server/server.ts';
import { createPublish } from './intake/publish.ts';
import { createRedrive, redactedRedrive } from './intake/redrive.ts';
import { reportUnreadableTimes } from './intake/report-times.ts';
import { createEventBus, type EventBus } from './journal/event-bus.ts';
import { createFollower } from './journal/follower.ts';
import type { Handle } from './journal/handle.ts';
import { mirrored, type OnEvent } from './journal/mirrored.ts';
import { redactedLetters } from './journal/redact-letter.ts';
import { createTranslator } from './message/locale/translate.ts';
import { redactedRender } from './message/render/redact-notice.ts';
import { createRender, type Render } from './message/render/render.ts';
import { confirmed } from './monitoring/durability.ts';
import { createRedaction, type Redaction } from './redact/redaction.ts';
import { type Bus, createBus } from './redis/bus/bus.ts';
import { createPulse } from './redis/connection/pulse.ts';
import { reportUnavailable } from './redis/connection/report-unavailable.ts';
import { isUnavailable } from './redis/connection/unavailable.ts';
import type { Builds } from './redis/jobs/build-hashes.ts';
import { createLogStream } from './redis/jobs/log-stream.ts';
import { ALL_MIGRATIONS } from './redis/migrations/all-migrations.ts';
import { createMigrations, type Migrations } from './redis/migrations/migrate.ts';
import { createRightsCheck } from './redis/monitoring/rights.ts';
import { createWriteProbe } from './redis/monitoring/write-probe.ts';
import { createWakeWorker } from './redis/outbox/waker.ts';
import { createRedisServer } from './redis/own-redis/redis-server.ts';
import { createStorage, type Storage } from './redis/storage.ts';
import { createRedeliver } from './routing/redeliver.ts';
import { createRouter } from './routing/router.ts';
import type { Clock } from './runtime/clock.ts';
import { defined } from './runtime/defined.ts';
import { createHealth } from './runtime/health.ts';
import { createLifecycle, type Service } from './runtime/lifecycle.ts';
import type { Logger } from './runtime/logger.ts';
import type { Means } from './runtime/means.ts';
import { createMetrics } from './runtime/metrics.ts';
import type { SystemState } from './runtime/system-state.ts';
import { createTails } from './tails/create-tails.ts';
import { redactedLog } from './tails/redacted-log.ts';
import { createTailAccess } from './tails/tail-access.ts';
import { createTailScreen } from './tails/tail-screen.ts';
import type { Login } from './telegram/sending/login.ts';
import { createTelegram } from './telegram/telegram.ts';

export interface App extends Service {
  /** Port of the side port, once started. */
  readonly port: number;
  /** Who the bot is, once started. */
  introduction(): Promise<{ readonly botName: string; readonly hasAdmin: boolean }>;
  /** Publishing and hearing as the systems around jobwire do; for the demo. */
  readonly bus: Bus;
}

interface Deps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Called once when a part stands still for good: only a new start helps. */
  readonly onStall?: () => void;
  /** Called with each event that this process journals. */
  readonly onEvent?: OnEvent;
}

/** What people do to requests, and what looks at the rights that voters have now. */
function createDeciding(storage: Storage, { clock, metrics }: Pick<Means, 'clock' | 'metrics'>) {
  const { approvals, durability } = storage;
  const store = { ...approvals, step: confirmed(approvals.step, durability) };
  const deps = { store, rightsNow: createRightsNow(storage), clock };
  const decide = createDecide({ ...deps, metrics });
  return {
    decide,
    addComment: createAddComment({ ...deps, timeOut: decide.timeOut }),
    revokedVotes: createRevokedVotes(deps),
  };
}

/** Whatever stops in time leaves the rest of the ten seconds to the others. */
const STOP_DEADLINE_MS = 4_000;

/** Everything built and joined, nothing started. Throws when a locale file is wrong. */
export async function createApp(config: BotConfig, { clock, log, ...deps }: Deps): Promise<App> {
  const metrics = createMetrics();
  const health = createHealth(clock);
  const policies = await readPolicies(config);
  const translator = await readTranslator(config);
  const redaction = createRedaction(config);
  const base = { clock, log, metrics, health, translator, redaction };
  const redisServer = createRedisServer({ ...config, ...base });
  const { encode } = dialectNamed('televibe');
  const connect = redisServer.connections.client;
  const storage = createStorage({ ...config, ...base, connect, encode });
  const builds = createBuilds({ ...base, ...storage, config });
  const parts = {
    config,
    ...base,
    ...mirrored(storage, deps.onEvent),
    builds,
    ...{ defaultLocale: config.defaultLocale, corsOrigins: config.corsOrigins, encode, policies },
    render: renderSafely(redactedRender(createRender({ translator }), redaction), log),
    bus: createEventBus({ ...storage, clock, log }),
    ...createDeciding(storage, base),
  };
  const migrations = createMigrations({ ...base, ...storage, migrations: ALL_MIGRATIONS });
  const watch = createWatch({ ...parts, onStall: deps.onStall });
  const { systemState } = watch;
  const http = createSidePort({ ...parts, migrations, systemState });
  if (config.updates.kind === 'webhook') log.warn({}, 'webhook_mode_not_supported_yet');
  const tails = createLiveTails(parts);
  const inChats = { routes: policies.routes, tails, systemState, rollbacks: storage.history };
  const telegram = createTelegram({ ...config, ...parts, ...readInChats(parts), ...inChats });
  const services = [
    ...redisServer.own,
    // Early, so that it says what does not work yet; the last service may wait for Telegram.
    http,
    telegram.login,
    ...[redisServer.connections, migrations, createWriteProbe({ ...parts, migrations })],
    ...[createRightsCheck(parts), watch.history, storage.waker, storage.feed],
    createDelivery({ ...parts, channel: watch.channel(telegram.channel) }),
    createRouter({ ...parts, ...watch.router }),
    createSweeper({ ...parts, store: storage.outboxStore }),
    createExpiry({ ...parts, store: storage.approvals, timeOut: parts.decide.timeOut }),
    tails,
    ...createInlets(parts),
    ...createFileWriters(parts),
    ...[storage.retention, watch.monitor, watch.counts, telegram.service],
  ];
  return {
    ...createLifecycle(services, { clock, log, stopDeadlineMs: STOP_DEADLINE_MS }),
    bus: createBus(storage.redis, connect('subscriber')),
    introduction: createIntroduction(storage, telegram.login),
    get port() {
      return http.port;
    },
  };
}

async function readTranslator({ defaultLocale: fallback }: BotConfig) {
  return createTranslator(await readLocales(LOCALES_FOLDER), { fallback });
}

function createIntroduction({ members }: Storage, { botName }: Login): App['introduction'] {
  return async () => ({
    botName: await botName(),
    hasAdmin: (await members.all()).some(isAdmin),
  });
}

/** What most parts need: the settings, what is kept in Redis, and the means of the program. */
type Parts = Storage &
  Means &
  Pick<BotConfig, 'defaultLocale'> & {
    readonly config: BotConfig;
    readonly policies: Policies;
    readonly render: Render;
    readonly redaction: Redaction;
  };

type SidePortParts = Parts &
  Pick<BotConfig, 'corsOrigins'> & {
    readonly builds: Builds;
    readonly decide: Decide;
    readonly bus: EventBus;
    readonly encode: Dialect['encode'];
    readonly migrations: Pick<Migrations, 'done'>;
    readonly systemState: () => SystemState | undefined;
  };

/** What chats are answered from; whatever machines read stays as it is. */
function readInChats(parts: Parts & ReturnType<typeof createDeciding>) {
  const { approvals, decide, addComment, deadLetters, redaction, policies } = parts;
  const redeliver = createRedeliver({ ...parts, fileRoutes: async () => policies.routes });
  const redrive = createRedrive({ ...parts, redeliver, decode });
  return {
    approvals: redactedApprovals(approvals, redaction),
    decide: redactedDecide(decide, redaction),
    addComment: redactedAddComment(addComment, redaction),
    deadLetters: redactedLetters(deadLetters, redaction),
    redrive: redactedRedrive(redrive, redaction),
    isUnavailable,
  };
}

function createDelivery(parts: Parts & { readonly channel: Channel }): Service {
  const { connect, config } = parts;
  const deps = { ...parts, store: parts.outboxStore };
  const evenOut = createEvenOut({ ...parts, callsPerSecond: config.globalMessagesPerSecond });
  const giveUp = createGiveUp(deps);
  const showElsewhere = createShowElsewhere(deps);
  const withElsewhere = { ...deps, evenOut, giveUp, showElsewhere };
  const settleOutcome = createSettleOutcome(withElsewhere);
  const visitChat = createVisitChat({ ...withElsewhere, settleOutcome });
  const visit = watchVisits(visitChat, parts.health);
  const blocking = connect('blocking');
  return createWakeWorker({ ...parts, blocking, prefix: config.keyPrefix }, visit);
}

function createLiveTails(parts: Parts) {
  const { redis, config, redaction } = parts;
  const { routes } = parts.policies;
  const { logsDir, tailIntervalMs: intervalMs } = config;
  const files = logsDir === undefined ? [] : [createLogFiles(logsDir)];
  const sources = [reportUnavailable(createLogStream(redis)), ...files].map((one) =>
    redactedLog(one, redaction),
  );
  const mayShow = createTailAccess({ ...parts, routes });
  const deps = { ...parts, store: parts.tailStore, sources, intervalMs, mayShow };
  return createTails({ ...deps, screen: createTailScreen(deps), lease: parts.lease('tails') });
}

function createSidePort(parts: SidePortParts): HttpServer {
  const { config, health, tokens, members, redis, keys, migrations } = parts;
  const append = confirmed(parts.journal.append, parts.durability);
  const journal = { ...parts.journal, append };
  const auth = createTokenAuth({ adminToken: config.adminToken?.reveal(), tokens, members });
  return createHttpServer({
    ...parts,
    host: config.httpHost,
    port: config.httpPort,
    ...defined({ publicUrl: config.publicUrl }),
    ...auth,
    async authenticate(bearer) {
      // It listens from the start on, and nobody reads data of a former version.
      await migrations.done;
      return auth.authenticate(bearer);
    },
    publish: createPublish({ ...parts, journal, decode: reportUnreadableTimes(decode, parts) }),
    pulse: createPulse(redis, parts.clock),
    queue: { size: () => redis.zcard(keys.due) },
    encodePipeline: dialectNamed('pipeline').encode,
    encodeJobs: dialectNamed('jobs').encode,
    buildHashes: parts.builds,
    sources: {
      isUp: () => health.snapshot().redis?.ok === true,
      onChange: (listener) => health.onChange('redis', listener),
    },
  });
}

async function readPolicies({ policyFile }: BotConfig): Promise<Policies> {
  return policyFile === undefined ? NO_POLICY_FILE : readPolicyFile(policyFile);
}

/** What the journal tells is written to files too: every event of a job, every decision on a gate. */
function createFileWriters(parts: Parts): Service[] {
  const { archiveDir, pipelineRunsDir: runsDir } = parts.config;
  const { encode } = dialectNamed('pipeline');
  const position = async (source: string) =>
    (await parts.positions.read([source])).get(source) ?? '';
  const follow = (handle: Handle, name: string, givesUp: 'entry' | 'never') =>
    createFollower({ ...parts, name, givesUp, handle, position, lease: parts.lease(name) });
  return [
    ...(archiveDir === undefined
      ? []
      : [
          createArchiveRights({ ...parts, archiveDir }),
          follow(createArchive({ ...parts, archiveDir, encode }).write, 'archive', 'never'),
        ]),
    ...(runsDir === undefined
      ? []
      : [follow(createGateDecisions(createDecisionFiles({ runsDir }), parts), 'gates', 'entry')]),
  ];
}
