// The connections of event streams: starting a stream on a reply, writing to it, ending it, and turning a client away
// with a stream that only says when to reconnect.
import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { spendTicket } from '../access/ticket-use.ts';
import { RIGHTS_CHANGED } from '../live/live-callers.ts';
import type { Connection, EndReason } from '../live/live-reader.ts';
import { problemOf, sendProblem } from '../request/problem.ts';
import { endText, SSE_HEADERS } from './sse.ts';

export interface SseConnection<Own extends string = never> extends Connection<Own> {
  /** Whether to wait for it to drain before writing more. */
  isFull(): boolean;
  /**
   * Resolves with true once the client has read what was written, with false if it is gone or took longer than
   * `timeoutMs`.
   */
  drained(timeoutMs: number): Promise<boolean>;
}

/** The comment at the end, for people who read the stream; `undefined` for none. */
export type EndTexts<Own extends string> = Readonly<
  Record<Exclude<EndReason, 'too_slow'> | Own, string | undefined>
>;

/** The same for all event streams. */
export const SHARED_END_TEXTS = {
  rights_changed: RIGHTS_CHANGED,
  overrun: 'too much at once; reconnect to resume',
  interrupted: 'interrupted; reconnect to resume',
} as const;

interface Failing {
  readonly shape: string;
  readonly clock: Clock;
  readonly log: Logger;
}

const RETRY_MS = { min: 1_000, spread: 4_000 };
const OVERLOAD_RETRY_MS = 30_000;

export const TOO_BUSY = 'too busy; reconnect later';

/** `out` is, or will become, an event stream. */
export function createSseConnection<Own extends string>(
  out: ServerResponse,
  { clock, endTexts }: { readonly clock: Clock; readonly endTexts: EndTexts<Own> },
): SseConnection<Own> {
  return {
    isClosed: () => out.closed,
    unreadBytes: () => out.writableLength,
    isFull: () => out.writableNeedDrain,
    onClose: (listener) => out.once('close', listener),
    write: (bytes) => out.write(bytes),
    destroy: () => out.destroy(),
    drained: (timeoutMs) => drained(out, clock, timeoutMs),
    end(reason) {
      if (reason === 'too_slow') return out.destroy();
      const text = endTexts[reason];
      const retryMs = RETRY_MS.min + clock.random() * RETRY_MS.spread;
      return out.end(text === undefined ? undefined : endText(text, retryMs));
    },
  };
}

function drained(out: ServerResponse, clock: Clock, timeoutMs: number): Promise<boolean> {
  if (out.destroyed) return Promise.resolve(false);
  if (!out.writableNeedDrain) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (answer: boolean) => () => {
      cancel();
      out.off('drain', onDrain).off('close', onClose);
      resolve(answer);
    };
    const onDrain = finish(true);
    const onClose = finish(false);
    const cancel = clock.after(timeoutMs, onClose);
    out.once('drain', onDrain).once('close', onClose);
  });
}

/**
 * Prepares the headers but sends nothing yet, because whoever sees a stream open must get all that is published
 * after that. With `close` the body ends with the connection, so that each write is one buffer instead of the four
 * parts of a chunk.
 */
export function startStream(
  reply: FastifyReply,
  connection: 'close' | 'keep-alive',
): ServerResponse {
  const { raw } = reply;
  // Headers that hooks have set (CORS) would be lost with the reply.
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

/** Browsers don't reconnect after an error status, but do after a stream that says when. */
export function turnAway(reply: FastifyReply, reason: string, clock: Clock): void {
  const retryMs = OVERLOAD_RETRY_MS * (1 + clock.random());
  startStream(reply, 'close').end(endText(reason, retryMs));
}

/**
 * Whether a stream may open now, which its ticket is spent for; otherwise the request has been answered. Rejects if
 * the store fails.
 */
export async function mayOpen(
  reply: FastifyReply,
  isRefused: () => boolean,
  clock: Clock,
): Promise<boolean> {
  const isTurnedAway = () => {
    const isSo = isRefused();
    if (isSo) turnAway(reply, TOO_BUSY, clock);
    return isSo;
  };
  // Anew afterwards, because others may have come meanwhile.
  return !isTurnedAway() && (await spendTicket(reply)) && !isTurnedAway();
}

/**
 * Error handler for the routes of streams. Browsers get a stream that says when to reconnect, because they would not
 * after an error status; all other clients get the usual problem.
 */
export function turnAwayOnError({ shape, clock, log }: Failing) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = problemOf(error);
    const level = problem.status === 503 ? 'debug' : 'warn';
    log[level]({ shape, reason: messageOf(error) }, 'stream_open_failed');
    if (isBrowser(request)) turnAway(reply, 'temporarily unavailable; reconnect', clock);
    else sendProblem(reply, problem);
  };
}

/** Fetch Metadata: all current browsers send it, and other clients with `fetch` don't. */
function isBrowser({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-site'] !== undefined;
}

/** Errors need no handling, because the `close` event follows. */
function ignore(): void {}
