// The answer to a request for a build job's stream: nothing until the job's hash was read, then the stream or a 404.
import type { FastifyReply } from 'fastify';
import type { Clock } from '../../runtime/clock.ts';
import { NOT_FOUND, sendProblem } from '../request/problem.ts';
import {
  createSseConnection,
  type EndTexts,
  SHARED_END_TEXTS,
  type SseConnection,
  startStream,
} from '../sse/sse-connection.ts';

export type BuildEnd =
  /** The job has ended. */
  | 'complete'
  /** There is no such job for this caller. */
  | 'hidden'
  /** The job's hash can't be read at the moment. */
  | 'hash_unavailable'
  /** Too much arrived while the hash was read. */
  | 'overflowed';

export interface BuildConnection extends SseConnection<BuildEnd> {
  /** Starts the stream. */
  open(): void;
  /** The client has gone or was already answered: sends nothing. */
  abandon(): void;
}

const END_TEXTS: EndTexts<Exclude<BuildEnd, 'hidden'>> = {
  ...SHARED_END_TEXTS,
  closing: 'closing; reconnect',
  complete: undefined,
  hash_unavailable: 'the job can not be read; reconnect',
  overflowed: 'too much at once; reconnect',
};

export function createBuildConnection(reply: FastifyReply, clock: Clock): BuildConnection {
  const stream = createSseConnection(reply.raw, { clock, endTexts: END_TEXTS });
  const open = () => startStream(reply, 'keep-alive').flushHeaders();
  return {
    ...stream,
    open,
    abandon() {
      if (!reply.sent) reply.hijack();
    },
    end(reason) {
      const isOpen = reply.sent;
      // Before the stream opens, a job that the caller may no longer follow does not exist.
      const isHidden = reason === 'rights_changed' && !isOpen;
      if (isHidden || reason === 'hidden') return void sendProblem(reply, NOT_FOUND);
      if (!isOpen) open();
      return stream.end(reason);
    },
  };
}
