// The web server under the HTTP API: what a request may cost in size and time, and how a refused one is answered.
import { type FastifyInstance, fastify } from 'fastify';
import { MAX_ID } from '../../event/id-limit.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createClientErrors } from '../request/client-errors.ts';
import { hasBody, registerContentCoding } from '../request/content-coding.ts';
import { problemOf, registerProblems, sendProblem } from '../request/problem.ts';
import { createStrictHttp } from '../request/strict-http.ts';

export interface RequestLimits {
  /** Then the answer is 503: something hangs, and whoever asked should ask again. Default 15,000. */
  readonly answerMs?: number;
  /** A request whose headers take longer is cut, at most a quarter of it late. Default 10,000. */
  readonly headMs?: number;
  /** A request that has not arrived whole by then is cut, at most a quarter of `headMs` late. Default 30,000. */
  readonly requestMs?: number;
  /** A connection on which nothing moves for so long is cut, also while an answer is not read. Default 120,000. */
  readonly stuckMs?: number;
  /** Beyond it the connection that has been idle for longest makes room. Default 18,000. */
  readonly maxConnections?: number;
}

/** An event of 1 MiB, plus what an array or a CloudEvent wraps around it. */
const BODY_BYTES = 1_048_576 + 65_536;
const HEAD_MS = 10_000;
const REQUEST_MS = 30_000;
const IDLE_MS = 20_000;
export const ANSWER_MS = 15_000;
/** Longer than the longest wait for an answer, and than heartbeats. */
const STUCK_MS = 120_000;
export const MAX_CONNECTIONS = 18_000;
/** Where none is idle that could make room, so many more are accepted. */
const SPARE_CONNECTIONS = 100;

interface Deps extends RequestLimits {
  readonly log: Logger;
}

export function createWebServer({ log, ...limits }: Deps): FastifyInstance {
  const { answerMs = ANSWER_MS, headMs = HEAD_MS } = limits;
  const { requestMs = REQUEST_MS, stuckMs = STUCK_MS, maxConnections = MAX_CONNECTIONS } = limits;
  const clientErrors = createClientErrors();
  const strictHttp = createStrictHttp();
  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: requestMs,
    connectionTimeout: stuckMs,
    keepAliveTimeout: IDLE_MS,
    handlerTimeout: answerMs,
    routerOptions: { maxParamLength: MAX_ID },
    http: {
      headersTimeout: headMs,
      connectionsCheckingInterval: headMs / 4,
      requireHostHeader: false,
    },
    clientErrorHandler: clientErrors.answer,
    frameworkErrors: (error, request, reply) =>
      strictHttp.refuse(request.raw, reply) ?? sendProblem(reply, problemOf(error)),
  });
  clientErrors.watch(app.server);
  app.server.maxConnections = maxConnections + SPARE_CONNECTIONS;
  strictHttp.watch(app);
  // Browsers send it cross-origin without a preflight.
  app.removeContentTypeParser('text/plain');
  ignoreTypeOfNothing(app);
  registerContentCoding(app);
  registerProblems(app, log);
  return app;
}

/** Many clients name a content type with every request; a DELETE without a body has nothing to parse. */
function ignoreTypeOfNothing(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ method, headers }) => {
    if (method === 'DELETE' && !hasBody(headers)) delete headers['content-type'];
  });
}
