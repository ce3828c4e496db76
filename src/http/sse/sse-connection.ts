// The connections of event streams: taking a reply over, writing to it, ending it, and sending a client
// away with a stream that only says when to come back.
import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { RIGHTS_ENDED } from '../live/live-callers.ts';
import type { Connection, EndReason } from '../live/live-reader.ts';
import { problemOf, sendProblem } from '../request/problem.ts';
import { endText, SSE_HEADERS } from './sse.ts';

export interface SseConnection<Own extends string = never> extends Connection<Own> {
  /** More should be written only once it has drained. */
  isFull(): boolean;
  /**
   * Resolves when the client took what was written: `true` to go on, `false` when it is gone or did not
   * take it within `patienceMs`.
   */
  drained(patienceMs: number): Promise<boolean>;
}

/** What is said at the end, to people who look at the bytes; `undefined` for nothing at all. */
export type EndTexts<Own extends string> = Readonly<
  Record<Exclude<EndReason, 'too_slow'> | Own, string | undefined>
>;

/** Said by all event streams alike. */
export const SHARED_END_TEXTS = {
  rights_changed: RIGHTS_ENDED,
  overrun: 'too much at once; come back and resume',
  interrupted: 'interrupted; come back and resume',
} as const;

interface Failing {
  readonly shape: string;
  readonly clock: Clock;
  readonly log: Logger;
}

const RETRY_MS = { least: 1_000, spread: 4_000 };
const OVERLOAD_RETRY_MS = 30_000;

/** Said when there is no room, and when the server stops. */
export const TOO_BUSY = 'too busy; come back';

/** Writes to an answer that is, or will be, an event stream. */
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
    drained: (patienceMs) => drained(out, clock, patienceMs),
    end(reason) {
      if (reason === 'too_slow') return out.destroy();
      const text = endTexts[reason];
      const retryMs = RETRY_MS.least + clock.random() * RETRY_MS.spread;
      return out.end(text === undefined ? undefined : endText(text, retryMs));
    },
  };
}

function drained(out: ServerResponse, clock: Clock, patienceMs: number): Promise<boolean> {
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
    const cancel = clock.after(patienceMs, onClose);
    out.once('drain', onDrain).once('close', onClose);
  });
}

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
  takeOver(reply, 'close').end(endText(reason, retryMs));
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

/** A connection that breaks also closes, and that is heard. */
function ignore(): void {}
