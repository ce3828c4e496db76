// Answers that are event streams: taking the reply over, sending away, and ending in bounded time.
import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { problemOf, sendProblem } from '../request/problem.ts';
import { endStream } from './reader.ts';
import { SSE_HEADERS } from './sse.ts';

interface Failing {
  readonly shape: string;
  readonly clock: Clock;
  readonly log: Logger;
}

const FLUSH_MS = 1_000;
const OVERLOAD_RETRY_MS = 30_000;

/**
 * Nothing is sent yet: whoever sees a stream open shall get all that is published after that. With
 * `close` the body ends with the connection, so that each write is one buffer, not four parts of a
 * chunk.
 */
export function takeOver(reply: FastifyReply, connection: 'close' | 'keep-alive'): ServerResponse {
  const { raw } = reply;
  // Headers that hooks have set (CORS) would get lost with the reply.
  const headers = { ...reply.getHeaders(), ...SSE_HEADERS, connection };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  if (connection === 'close') raw.removeHeader('transfer-encoding');
  reply.hijack();
  raw.on('error', ignore);
  raw.statusCode = 200;
  return raw;
}

/** Browsers do not come back after an error status, but after a stream that says when. */
export function sendAway(reply: FastifyReply, reason: string, clock: Clock): void {
  const retryMs = OVERLOAD_RETRY_MS * (1 + clock.random());
  endStream(takeOver(reply, 'close'), reason, retryMs);
}

/**
 * What a stream's route does when it fails. A browser would never come back after an error status, so
 * it gets a stream that says when; everybody else is told as on all routes.
 */
export function sendAwayOnError({ shape, clock, log }: Failing) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = problemOf(error);
    const level = problem.status === 503 ? 'debug' : 'warn';
    log[level]({ shape, reason: messageOf(error) }, 'stream_open_failed');
    if (isBrowser(request)) sendAway(reply, 'something is away; come back', clock);
    else sendProblem(reply, problem);
  };
}

/** Fetch Metadata: every browser of today says it, and clients that only borrow `fetch` do not. */
function isBrowser({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-site'] !== undefined;
}

/** Who reads slowly gets a moment for what is still unread. */
export async function withinFlushTime(
  leaving: readonly Promise<unknown>[],
  clock: Clock,
): Promise<void> {
  const done = new AbortController();
  await Promise.race([Promise.all(leaving), clock.sleep(FLUSH_MS, done.signal)]);
  done.abort();
}

/** A connection that breaks also closes, and that is heard. */
function ignore(): void {}
