// The HTTP API: joins routes, guards and live endpoints to one server, and stops it in bounded time.
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import type { Decide } from '../../approvals/decisions/decide.ts';
import type { StopStanding } from '../../approvals/decisions/stop-standing.ts';
import type { StandingStore } from '../../approvals/standing/standing-store.ts';
import type { ChatBook } from '../../audience/chat-book.ts';
import type { Members } from '../../audience/members.ts';
import type { PersonProofs } from '../../audience/sign-in/person-proofs.ts';
import type { ReadSignInWays } from '../../audience/sign-in/sign-in-ways.ts';
import type { TokenStore } from '../../audience/tokens.ts';
import type { Publish } from '../../intake/publish.ts';
import type { Redrive } from '../../intake/redrive.ts';
import type { JobBoard } from '../../jobs/job-board.ts';
import type { DeadLetters } from '../../journal/journal.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError } from '../../runtime/errors.ts';
import type { Health } from '../../runtime/health.ts';
import type { Service } from '../../runtime/lifecycle.ts';
import type { SystemState } from '../../runtime/system-state.ts';
import type { ReadStats } from '../../stats/stats.ts';
import type { LogSink } from '../../tails/log-sink.ts';
import type { Authenticate, RenewCallers } from '../access/auth.ts';
import { createSessionCookie } from '../access/cookie.ts';
import { createGate, type Gate } from '../access/gate.ts';
import { createGuesses, type Guesses } from '../access/guesses.ts';
import { createPageOrigin, registerOriginGuard } from '../access/origin.ts';
import { createRequestLimit } from '../access/request-limit.ts';
import type { SignIn, Tickets } from '../access/sign-in.ts';
import { createStoreWatch, type StorePulse, type StoreWatch } from '../access/store-watch.ts';
import { registerDashboard, type WebFiles } from '../dashboard/dashboard.ts';
import { registerDocuments } from '../documents/document-routes.ts';
import { createFormats, type DocumentedDialect, type Formats } from '../documents/formats.ts';
import { recordOperations } from '../documents/recorded-routes.ts';
import { createLiveCallers } from '../live/live-callers.ts';
import { STREAM_LIMITS } from '../live/stream-limits.ts';
import { type CursorsOf, createCursors } from '../reading/cursor.ts';
import { createSettlementWaits, type SettlementWaits } from '../reading/settlement-waits.ts';
import { registerSingleHeaders } from '../request/single-headers.ts';
import { registerUnknownRoutes } from '../request/unknown-routes.ts';
import { registerDeadLetters } from '../routes/admin/dead-letters.ts';
import { registerMembers } from '../routes/admin/members.ts';
import { registerApprovals } from '../routes/approvals/approvals.ts';
import { registerAskApproval } from '../routes/approvals/ask-approval.ts';
import { registerStanding } from '../routes/approvals/standing.ts';
import { type QueueSize, registerHealth } from '../routes/health.ts';
import { registerJobs } from '../routes/jobs.ts';
import { registerPublishJobLogs } from '../routes/logs/publish-job-logs.ts';
import { registerMetrics } from '../routes/metrics.ts';
import { registerPublishEvents } from '../routes/publish-events.ts';
import { registerPublishJobEvents } from '../routes/publish-job-events.ts';
import { registerQueryEvents } from '../routes/query-events.ts';
import { registerSession } from '../routes/sign-in/session.ts';
import { registerTickets } from '../routes/sign-in/tickets.ts';
import { registerSignInWays } from '../routes/sign-in/ways.ts';
import { registerStats } from '../routes/stats/stats.ts';
import { registerTelegramWebhook, type WebhookReceiver } from '../routes/telegram-webhook.ts';
import { registerTokens } from '../routes/tokens.ts';
import { TOO_BUSY, turnAway } from '../sse/sse-connection.ts';
import { watchIdleConnections } from './idle-connections.ts';
import { type LiveDeps, registerLive } from './live.ts';
import { measureRequests } from './measure-requests.ts';
import { ANSWER_MS, createWebServer, MAX_CONNECTIONS, type RequestLimits } from './web-server.ts';

export interface HttpServer extends Service {
  /** The actual port, even if 0 was requested; 0 before `start`. */
  readonly port: number;
  /** All routes, e.g. `GET /events`. */
  readonly routes: readonly string[];
}

export interface HttpServerDeps extends Omit<LiveDeps, 'formats'>, RequestLimits {
  /** All of them, for the documents. */
  readonly dialects: readonly DocumentedDialect[];
  /** On the bus, by job: a glob, for the documents. */
  readonly logStreams: string;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Of each caller; 0: no limit. */
  readonly requestsPerMinute: number;
  /** Public URL of the server, behind a proxy. */
  readonly publicUrl?: string;
  /** Origins whose pages may read, or `*`. */
  readonly corsOrigins: readonly string[];
  readonly authenticate: Authenticate;
  readonly renew: RenewCallers;
  readonly signIn: SignIn;
  readonly tickets: Tickets;
  /** What Telegram vouches for. */
  readonly proofs: PersonProofs;
  readonly signInWays: ReadSignInWays;
  /** 32 bytes that all replicas share, to encrypt cursors. */
  readonly cursorKey: () => Promise<Buffer>;
  readonly publish: Publish;
  readonly board: JobBoard;
  readonly logSink: LogSink;
  readonly tokens: TokenStore;
  readonly approvals: ApprovalStore;
  readonly decide: Decide;
  readonly standings: Pick<StandingStore, 'inForce'>;
  readonly stopStanding: StopStanding;
  readonly members: Pick<Members, 'all' | 'isNamedAdmin'>;
  readonly chatBook: Pick<ChatBook, 'get'>;
  /** As people may read them. */
  readonly deadLetters: DeadLetters;
  readonly redrive: Redrive;
  readonly readStats: ReadStats;
  /** Where Telegram posts updates; absent: it does not, and there is no such route. */
  readonly webhook?: WebhookReceiver;
  /** The built dashboard. */
  readonly webFiles: WebFiles;
  /** The origins of pages that may show the dashboard in a frame, besides Telegram. */
  readonly framedBy?: readonly string[];
  readonly health: Health;
  readonly pulse: StorePulse;
  readonly queue: QueueSize;
  readonly systemState: () => SystemState | undefined;
  readonly bus: { readonly handlers: number };
}

/** On stop, requests that take longer are cut. */
const STOP_MS = 2_000;

export function createHttpServer(deps: HttpServerDeps): HttpServer {
  const { host, port, publicUrl, webhook, corsOrigins, clock } = deps;
  const app = createWebServer(deps);
  const idle = watchIdleConnections(app.server, deps.maxConnections ?? MAX_CONNECTIONS);
  let stopping: Promise<void> | undefined;

  registerSingleHeaders(app);
  const webhookUrl = webhook?.url;
  measureRequests(app, deps);
  registerOriginGuard(app, { host, corsOrigins, ...defined({ publicUrl, webhookUrl }) });
  registerUnknownRoutes(app);
  const routes = recordRoutes(app);
  const recorded = recordOperations(app);
  const { dialects, logStreams } = deps;
  registerDocuments(app, { recorded, dialects, logStreams, ...defined({ publicUrl }) });
  const { live, liveCallers, waits } = registerRoutes(app, deps);

  async function stop(): Promise<void> {
    const closing = new AbortController();
    liveCallers.stop();
    waits.stop();
    await live.stop();
    idle.closeAll();
    const late = clock.sleep(STOP_MS, closing.signal).then(() => app.server.closeAllConnections());
    await app.close();
    closing.abort();
    await late;
  }

  return {
    name: 'http',
    routes,
    get port() {
      return (app.server.address() as AddressInfo | null)?.port ?? 0;
    },
    async start() {
      try {
        await app.listen({ host, port });
      } catch (error) {
        throw listenError(error, deps);
      }
      live.start();
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** Registers all routes with their guards. Returns what has to be started and stopped. */
function registerRoutes(app: FastifyInstance, deps: HttpServerDeps) {
  const { renew, pulse, cursorKey, publicUrl, clock, log, metrics } = deps;
  const { health, queue, bus, systemState, webhook } = deps;
  const limits = { ...STREAM_LIMITS, ...deps.limits };
  const storeWatch = createStoreWatch({ pulse, clock });
  const liveCallers = createLiveCallers({ renew, clock, log, limits });
  const cursorsOf = createCursors({ cursorKey, clock });
  const guesses = createGuesses({ clock, ...defined({ publicUrl }) });
  const gate = registerSignIn(app, deps, { guesses, storeWatch });
  const { admit } = gate;
  registerHealth(app, { health, queue, storeWatch, bus, systemState });
  registerMetrics(app, { admit, metrics });
  registerDashboard(app, { files: deps.webFiles, ...defined({ framedBy: deps.framedBy }) });
  if (webhook !== undefined) registerTelegramWebhook(app, { receiver: webhook, storeWatch });
  const formats = createFormats(deps.dialects);
  const live = registerLive(app, {
    formats,
    encode: deps.encode,
    encodePipeline: deps.encodePipeline,
    encodeJobs: deps.encodeJobs,
    buildHashes: deps.buildHashes,
    board: deps.board,
    readLog: deps.readLog,
    followLog: deps.followLog,
    sources: deps.sources,
    journal: deps.journal,
    feed: deps.feed,
    limits,
    admit,
    liveCallers,
    cursorsOf,
    metrics,
    clock,
    log,
  });
  const waits = createSettlementWaits({
    approvals: deps.approvals,
    feed: deps.feed,
    liveCallers,
    clock,
  });
  registerApi(app, deps, { admit, cursorsOf, waits, formats });
  return { live, liveCallers, waits };
}

/** The gate of all routes, and the route on which browsers sign in. */
function registerSignIn(
  app: FastifyInstance,
  deps: HttpServerDeps,
  { guesses, storeWatch }: { readonly guesses: Guesses; readonly storeWatch: StoreWatch },
): Gate {
  const { authenticate, signIn, tickets, proofs, publicUrl, clock, log } = deps;
  const [cookie, pageOrigin] = [createSessionCookie(publicUrl), createPageOrigin(publicUrl)];
  const requestLimit = createRequestLimit({
    perMinute: deps.requestsPerMinute,
    turnAway: (reply) => turnAway(reply, TOO_BUSY, clock),
    clock,
    ...defined({ publicUrl }),
  });
  const access = { authenticate, tickets, guesses, requestLimit, storeWatch, cookie, pageOrigin };
  const gate = createGate(app, access);
  registerSession(app, { ...access, gate, signIn, proofs, log });
  registerSignInWays(app, { signInWays: deps.signInWays });
  registerTickets(app, { admit: gate.admit, tickets });
  return gate;
}

interface Guards extends Pick<Gate, 'admit'> {
  readonly cursorsOf: CursorsOf;
  readonly waits: SettlementWaits;
  readonly formats: Formats;
}

/** The request-response routes, unlike streams. */
function registerApi(app: FastifyInstance, deps: HttpServerDeps, guards: Guards) {
  const { admit, cursorsOf, waits, formats } = guards;
  const { journal, publish, board, tokens, approvals, decide, members, encode, clock, log } = deps;
  const { standings, stopStanding, logSink, answerMs = ANSWER_MS } = deps;
  registerQueryEvents(app, { admit, journal, encode, formats, log, cursorsOf });
  const publishing = { admit, publish, approvals, decide, members, clock };
  registerPublishEvents(app, { ...publishing, formats });
  registerPublishJobEvents(app, { ...publishing, board, formats });
  registerPublishJobLogs(app, { admit, board, logSink });
  registerJobs(app, { admit, board });
  registerTokens(app, { admit, tokens, log });
  registerDeadLetters(app, { admit, deadLetters: deps.deadLetters, redrive: deps.redrive, log });
  registerMembers(app, { admit, members, chatBook: deps.chatBook });
  registerApprovals(app, { admit, approvals, decide, members, waits, clock, answerMs });
  registerAskApproval(app, publishing);
  registerStanding(app, { admit, standings, stopStanding, members });
  registerStats(app, { admit, readStats: deps.readStats, clock });
}

/** Records the routes that are registered from now on. */
function recordRoutes(app: FastifyInstance): readonly string[] {
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    routes.push(...[method].flat().map((each) => `${each} ${url}`));
  });
  return routes;
}

function listenError(cause: unknown, { host, port }: HttpServerDeps): JobwireError {
  const { code } = cause as NodeJS.ErrnoException;
  const wanted = `${host}:${port}`;
  if (code === 'EADDRINUSE') {
    const message = `The address ${wanted} is in use; expected a free port, like HTTP_PORT=8081.`;
    return new JobwireError('taken', message, { cause });
  }
  const message = `Can't listen on ${wanted} (${code}); expected an address of this machine and a permitted port, like HTTP_HOST=127.0.0.1 HTTP_PORT=8080.`;
  return new JobwireError('config_invalid', message, { cause });
}
