// One connection that follows a build job.
import type { FastifyReply } from 'fastify';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { Cancel } from '../../runtime/clock.ts';
import type { Caller } from '../access/auth.ts';
import { createReader, type Reader } from '../sse/reader.ts';

export interface BuildReader extends Reader {
  readonly reply: FastifyReply;
  readonly caller: Caller;
  readonly jobId: string;
  /** How many messages it got: tells whether one came meanwhile. */
  messages: number;
  /** Its job's hash is being asked. */
  checking: boolean;
  /** Ends the wait for the next heartbeat. */
  cancelPause: Cancel;
}

interface Asking {
  readonly reply: FastifyReply;
  readonly caller: Caller;
  readonly jobId: string;
}

export function createBuildReader({ reply, caller, jobId }: Asking): BuildReader {
  const view = {
    key: jobId,
    isLimited: true,
    filter: { jobId },
    shows: (event: CanonicalEvent) => isBuildMessage(event, jobId),
  };
  const base = createReader(reply.raw, view);
  return { ...base, reply, caller, jobId, messages: 0, checking: false, cancelPause: () => {} };
}

function isBuildMessage(event: CanonicalEvent, jobId: string): boolean {
  return event.dialect === 'build' && event.jobId === jobId;
}
