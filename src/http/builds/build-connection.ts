// The answer to whoever asks for a build job's stream: nothing until the job's hash was read, then the
// stream, or that there is no such job.
import type { FastifyReply } from 'fastify';
import type { Clock } from '../../runtime/clock.ts';
import { NOT_FOUND, sendProblem } from '../request/problem.ts';
import {
  createSseConnection,
  type EndTexts,
  SHARED_END_TEXTS,
  type SseConnection,
  takeOver,
} from '../sse/sse-connection.ts';

export type BuildEnd =
  /** The job has ended. */
  | 'complete'
  /** There is no such job for this caller. */
  | 'hidden'
  /** The job's hash can't be read now. */
  | 'hash_away'
  /** More came while the hash was read than may be held. */
  | 'overflowed';

export interface BuildConnection extends SseConnection<BuildEnd> {
  /** From here on the answer is a stream. */
  open(): void;
  /** Its client has gone, or was answered otherwise: nothing is left to say. */
  abandon(): void;
}

const END_TEXTS: EndTexts<Exclude<BuildEnd, 'hidden'>> = {
  ...SHARED_END_TEXTS,
  closing: 'closing; come back',
  complete: undefined,
  hash_away: 'the job can not be read; come back',
  overflowed: 'too much at once; come back',
};

export function createBuildConnection(reply: FastifyReply, clock: Clock): BuildConnection {
  const stream = createSseConnection(reply.raw, { clock, endTexts: END_TEXTS });
  const open = () => takeOver(reply, 'keep-alive').flushHeaders();
  return {
    ...stream,
    open,
    abandon() {
      if (!reply.sent) reply.hijack();
    },
    end(reason) {
      const isOpen = reply.sent;
      // Before its stream opens, a job that the caller may not follow any more does not exist.
      const isHidden = reason === 'rights_changed' && !isOpen;
      if (isHidden || reason === 'hidden') return void sendProblem(reply, NOT_FOUND);
      if (!isOpen) open();
      return stream.end(reason);
    },
  };
}
