// The side port: joins routes, guards and live streams to one HTTP server, and ends it in peace.
import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import type { Clock } from '../clock.ts';
import { JobwireError } from '../errors.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { Health } from '../health.ts';
import type { Journal, JournalFeed } from '../journal/journal.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { Authenticate } from './auth.ts';
import { createGate } from './gate.ts';
import { registerOriginGuard } from './origin.ts';
import { answerClientError, problemOf, registerProblems, sendProblem } from './problem.ts';
import { registerEvents } from './routes/events.ts';
import { registerHealth } from './routes/health.ts';
import { registerMetrics } from './routes/metrics.ts';
import { watchSilentConnections } from './silent-connections.ts';
import { STREAM_LIMITS, type StreamLimits } from './stream-limits.ts';
import { createStreams } from './streams.ts';

export interface HttpServer extends Service {
  /** The port it listens on, also when 0 was asked for; 0 before `start`. */
  readonly port: number;
}

export interface HttpServerDeps {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Address of the server as users see it, behind a proxy. */
  readonly publicUrl?: string;
  /** Origins whose pages may read, or `*`. */
  readonly corsOrigins: readonly string[];
  readonly authenticate: Authenticate;
  /** The televibe shape of an event. */
  readonly encode: (event: CanonicalEvent) => unknown;
  readonly journal: Journal;
  readonly feed: JournalFeed;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits?: Partial<StreamLimits>;
}

/** An event of 1 MiB, and what an array or a CloudEvent puts around it. */
const BODY_BYTES = 1_048_576 + 65_536;
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
const IDLE_MS = 20_000;
const MAX_CONNECTIONS = 18_000;
/** Requests that were not answered by then are broken off. */
const STOP_MS = 2_000;

export function createHttpServer(deps: HttpServerDeps): HttpServer {
  const { host, port, clock } = deps;
  const app = createApp(deps.log);
  const closeSilent = watchSilentConnections(app.server);
  const limits = { ...STREAM_LIMITS, ...deps.limits };
  const streams = createStreams({ ...deps, shape: 'events', limits });
  let stopping: Promise<void> | undefined;

  registerOriginGuard(app, deps);
  const admit = createGate(app, deps.authenticate);
  registerHealth(app, deps);
  registerMetrics(app, { ...deps, admit });
  registerEvents(app, { admit, streams });

  async function stop(): Promise<void> {
    const closing = new AbortController();
    await streams.stop();
    closeSilent();
    const late = clock.sleep(STOP_MS, closing.signal).then(() => app.server.closeAllConnections());
    await app.close();
    closing.abort();
    await late;
  }

  return {
    name: 'http',
    get port() {
      return (app.server.address() as AddressInfo | null)?.port ?? 0;
    },
    async start() {
      try {
        await app.listen({ host, port });
      } catch (error) {
        throw listenError(error, deps);
      }
      streams.start();
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

function createApp(log: Logger): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: IDLE_MS,
    http: { headersTimeout: HEADERS_MS },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => sendProblem(reply, problemOf(error)),
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  registerProblems(app, log);
  return app;
}

function listenError(cause: unknown, { host, port }: HttpServerDeps): JobwireError {
  const { code } = cause as NodeJS.ErrnoException;
  const wanted = `${host}:${port}`;
  if (code === 'EADDRINUSE') {
    const message = `The address ${wanted} is in use; expected a free port, like HTTP_PORT=8081.`;
    return new JobwireError('taken', message, { cause });
  }
  const message = `Can't listen on ${wanted} (${code}); expected an address of this machine and a port that is allowed, like HTTP_HOST=127.0.0.1 HTTP_PORT=8080.`;
  return new JobwireError('config_invalid', message, { cause });
}
