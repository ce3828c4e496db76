// The HTTP API. Part of the composition root.

import { fileURLToPath } from 'node:url';
import type { Deciding } from './app-routing.ts';
import { confirmedJournal } from './app-storage.ts';
import type { JobLogs } from './app-tails.ts';
import type { LoginBot, SignInWays } from './audience/sign-in/sign-in-ways.ts';
import type { BotConfig } from './config/load-config.ts';
import { ALL_DIALECTS, decode, dialectNamed } from './dialects/all-dialects.ts';
import { readWebFiles } from './files/web/web-files.ts';
import { createAuth } from './http/access/authenticate.ts';
import type { EventSources } from './http/live/event-sources.ts';
import type { WebhookReceiver } from './http/routes/telegram-webhook.ts';
import { createHttpServer, type HttpServer } from './http/server/server.ts';
import { createPublish } from './intake/publish.ts';
import type { Redrive } from './intake/redrive.ts';
import { reportUnreadableTimes } from './intake/report-times.ts';
import { createEventBus } from './journal/event-bus.ts';
import { redactedLetters } from './journal/redact-letter.ts';
import type { Redaction } from './redact/redaction.ts';
import { jobLogStream } from './redis/bus/televibe-names.ts';
import { createPulse } from './redis/connection/pulse.ts';
import { reportUnavailable } from './redis/connection/report-unavailable.ts';
import type { Builds } from './redis/jobs/build-hashes.ts';
import { createLogSink } from './redis/jobs/logs/log-sink.ts';
import type { Migrations } from './redis/migrations/migrate.ts';
import type { Storage } from './redis/storage.ts';
import type { Clock } from './runtime/clock.ts';
import { defined } from './runtime/defined.ts';
import type { Health } from './runtime/health.ts';
import type { Logger } from './runtime/logger.ts';
import type { Metrics } from './runtime/metrics.ts';
import type { SystemState } from './runtime/system-state.ts';
import { createReadStats } from './stats/stats.ts';
import { miniAppUrl } from './telegram/sending/dashboard-button.ts';
import { createPersonProofs } from './telegram/sign-in/person-proofs.ts';

/** Found from the sources, too, once it is built. */
const WEB_FOLDER = fileURLToPath(new URL('../dist/web/', import.meta.url));

/** The same for every Bot API server (https://core.telegram.org/widgets/login). */
const TELEGRAM_LOGIN = 'https://oauth.telegram.org/auth';

type HttpConfig = Pick<
  BotConfig,
  | 'httpHost'
  | 'httpPort'
  | 'httpRequestsPerMinute'
  | 'publicUrl'
  | 'corsOrigins'
  | 'adminToken'
  | 'updates'
  | 'botToken'
  | 'telegramApiRoot'
  | 'miniAppsByHttp'
>;

type HttpStorage = Pick<
  Storage,
  | 'redis'
  | 'keys'
  | 'journal'
  | 'silence'
  | 'durability'
  | 'feed'
  | 'cursorKey'
  | 'board'
  | 'tokens'
  | 'sessions'
  | 'tickets'
  | 'members'
  | 'chatBook'
  | 'deadLetters'
  | 'approvals'
  | 'standings'
>;

interface Deps {
  readonly migrations: Pick<Migrations, 'done'>;
  readonly builds: Builds;
  readonly logs: Pick<JobLogs, 'readLog' | 'followLog'>;
  readonly deciding: Pick<Deciding, 'decide' | 'stopStanding'>;
  /** Redacted. */
  readonly redrive: Redrive;
  readonly redaction: Redaction;
  /** Keeps an update that Telegram posts. */
  readonly keepUpdate: WebhookReceiver['keep'];
  readonly systemState: () => SystemState | undefined;
  /** `undefined` until Telegram answered. */
  readonly loginBot: () => LoginBot | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
}

export function createHttpApi(config: HttpConfig, storage: HttpStorage, deps: Deps): HttpServer {
  const { migrations, builds, logs, deciding, systemState, clock, log, metrics, health } = deps;
  const { redis, keys, feed, cursorKey, board, tokens, members, approvals } = storage;
  const auth = createMigratedAuth(config, storage, migrations);
  return createHttpServer({
    host: config.httpHost,
    port: config.httpPort,
    requestsPerMinute: config.httpRequestsPerMinute,
    ...defined({ publicUrl: config.publicUrl, webhook: createWebhookReceiver(config, deps) }),
    corsOrigins: config.corsOrigins,
    authenticate: auth.authenticate,
    renew: auth.renew,
    signIn: auth.signIn,
    tickets: auth.tickets,
    proofs: createPersonProofs({ botToken: config.botToken, clock }),
    signInWays: () => signInWays(config, deps.loginBot()),
    cursorKey,
    dialects: ALL_DIALECTS,
    logStreams: jobLogStream('*'),
    encode: dialectNamed('televibe').encode,
    encodePipeline: dialectNamed('pipeline').encode,
    encodeJobs: dialectNamed('jobs').encode,
    buildHashes: builds,
    readLog: logs.readLog,
    followLog: logs.followLog,
    sources: sourcesOf(health),
    journal: storage.journal,
    feed,
    publish: createPublishing(storage, deps),
    board,
    logSink: reportUnavailable(createLogSink({ redis, keys })),
    tokens,
    members,
    chatBook: storage.chatBook,
    deadLetters: redactedLetters(storage.deadLetters, deps.redaction),
    redrive: deps.redrive,
    readStats: readStatsOf(storage, clock),
    approvals,
    standings: storage.standings,
    decide: deciding.decide,
    stopStanding: deciding.stopStanding,
    pulse: createPulse(redis, clock),
    queue: { size: () => redis.zcard(keys.due) },
    webFiles: () => readWebFiles(WEB_FOLDER),
    framedBy: framingPages(config),
    systemState,
    bus: createEventBus({ journal: storage.journal, feed, clock, log }),
    health,
    metrics,
    clock,
    log,
  });
}

function sourcesOf(health: Health): EventSources {
  return {
    isUp: () => health.snapshot().redis?.ok === true,
    onChange: (listener) => health.onChange('redis', listener),
  };
}

/** A simulator has a page of logins of its own. */
function signInWays(config: HttpConfig, bot: LoginBot | undefined): SignInWays {
  const { publicUrl: url, miniAppsByHttp: appsByHttp, telegramApiRoot } = config;
  const address = url === undefined ? undefined : { url, ...defined({ appsByHttp }) };
  const isMiniApp = miniAppUrl(address) !== undefined;
  if (bot === undefined) return { isMiniApp };
  const loginUrl = appsByHttp ? new URL('/auth', telegramApiRoot).href : TELEGRAM_LOGIN;
  return { isMiniApp, login: { bot, url: loginUrl } };
}

/** Where the Bot API server opens Mini Apps by http, it is the simulator, whose page shows them in a frame. */
function framingPages({ miniAppsByHttp, telegramApiRoot }: HttpConfig): string[] {
  if (miniAppsByHttp !== true) return [];
  const { origin, port } = new URL(telegramApiRoot);
  return [origin, `http://localhost:${port}`];
}

function createPublishing(storage: HttpStorage, { metrics, clock, log }: Deps) {
  return createPublish({
    decode: reportUnreadableTimes(decode, { metrics, log }),
    journal: confirmedJournal(storage),
    jobs: storage.silence,
    metrics,
    clock,
    log,
  });
}

function readStatsOf({ journal, board, approvals }: HttpStorage, clock: Clock) {
  return createReadStats({ journal, board, approvals, clock });
}

/** Nothing is kept before migrations are done; Telegram sends it again. */
function createWebhookReceiver(
  { updates }: Pick<HttpConfig, 'updates'>,
  { migrations, keepUpdate }: Pick<Deps, 'migrations' | 'keepUpdate'>,
): WebhookReceiver | undefined {
  if (updates.kind === 'polling') return undefined;
  return {
    url: updates.url,
    secret: updates.secret,
    async keep(update) {
      await migrations.done;
      await keepUpdate(update);
    },
  };
}

/** The API listens before migrations are done, and must not read data of a former version until then. */
function createMigratedAuth(
  { adminToken }: HttpConfig,
  { tokens, members, sessions, tickets }: HttpStorage,
  migrations: Deps['migrations'],
) {
  const adminText = adminToken?.reveal();
  const auth = createAuth({ adminToken: adminText, tokens, members, sessions, tickets });
  return {
    ...auth,
    async authenticate(bearer: string) {
      await migrations.done;
      return auth.authenticate(bearer);
    },
    signIn: {
      ...auth.signIn,
      async asPerson(...args: Parameters<typeof auth.signIn.asPerson>) {
        await migrations.done;
        return auth.signIn.asPerson(...args);
      },
    },
  };
}
