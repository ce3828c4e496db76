// GET /api/jobs/{id}/events/stream: one job's messages in the build dialect, as received.
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import type { BuildStreams } from '../builds/build-streams.ts';
import { turnAwayOnError } from '../sse/sse-connection.ts';

interface Deps {
  readonly admit: Admit;
  readonly streams: BuildStreams;
  readonly clock: Clock;
  readonly log: Logger;
}

export function registerBuildEvents(app: FastifyInstance, deps: Deps): void {
  const options = {
    onRequest: deps.admit('read', 'hide', 'tickets'),
    errorHandler: turnAwayOnError({ ...deps, shape: 'build' }),
    exposeHeadRoute: false,
  };
  app.get<{ Params: { id: string } }>(
    '/api/jobs/:id/events/stream',
    options,
    async (request, reply) => {
      await deps.streams.open(reply, callerOf(request), request.params.id);
      return reply;
    },
  );
}
