// GET /ws/jobs: a WebSocket with job events in the jobs dialect.
import type { FastifyInstance } from 'fastify';
import { type Admit, callerOf } from '../access/gate.ts';
import type { Handshakes } from '../websocket/handshakes.ts';
import type { JobSockets } from '../websocket/job-sockets.ts';

export const JOB_SOCKETS_PATH = '/ws/jobs';

interface Deps {
  readonly admit: Admit;
  readonly handshakes: Handshakes;
  readonly sockets: JobSockets;
}

export function registerJobSockets(app: FastifyInstance, deps: Deps): void {
  const options = { onRequest: deps.admit('read', 'challenge', 'tickets'), exposeHeadRoute: false };
  app.get(JOB_SOCKETS_PATH, options, (request, reply) => {
    const socket = deps.handshakes.finish(reply);
    if (socket !== undefined) deps.sockets.admit(socket, callerOf(request));
    return reply;
  });
}
