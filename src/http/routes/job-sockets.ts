// GET /ws/jobs: a WebSocket with job events in the jobs dialect.
import type { FastifyInstance } from 'fastify';
import { type Admit, callerOf } from '../access/gate.ts';
import { spendTicket } from '../access/ticket-use.ts';
import type { Formats } from '../documents/formats.ts';
import type { Operation } from '../documents/operation.ts';
import { problemAnswer } from '../documents/problem-answers.ts';
import type { Handshakes } from '../websocket/handshakes.ts';
import type { JobSockets } from '../websocket/job-sockets.ts';

export const JOB_SOCKETS_PATH = '/ws/jobs';

interface Deps {
  readonly admit: Admit;
  readonly handshakes: Handshakes;
  readonly sockets: JobSockets;
  readonly formats: Formats;
}

const operation = (formats: Formats): Operation => ({
  id: 'openJobSocket',
  tag: 'jobs',
  summary: 'Events of all jobs, live (WebSocket)',
  description:
    'A text message `{ "type", "payload" }` for each event of a job that the caller may see, in the jobs shape. Nothing needs to be sent. Closed with 1013 while the events are unavailable: try again.',
  answers: {
    101: { description: 'The connection is a WebSocket now.' },
    426: problemAnswer(426, 'input_invalid'),
  },
  messages: [{ name: 'event', summary: 'An event of a job.', payload: formats.written('jobs') }],
});

export function registerJobSockets(app: FastifyInstance, deps: Deps): void {
  const options = {
    onRequest: deps.admit('read', 'challenge', 'tickets'),
    exposeHeadRoute: false,
    config: { operation: operation(deps.formats) },
  };
  app.get(JOB_SOCKETS_PATH, options, async (request, reply) => {
    const caller = callerOf(request);
    const refused = deps.sockets.refusal(caller);
    // One that is closed at once does not use up its ticket.
    const mayAccept = async () => refused !== undefined || (await spendTicket(reply));
    const socket = await deps.handshakes.finish(reply, mayAccept);
    if (socket !== undefined) deps.sockets.admit(socket, caller, refused);
    return reply;
  });
}
