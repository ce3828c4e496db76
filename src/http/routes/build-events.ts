// GET /api/jobs/{id}/events/stream: one job's messages in the build dialect, as they came.
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import type { BuildStreams } from '../build-streams.ts';
import { type Admit, callerOf } from '../gate.ts';
import { sendAwayOnError } from '../stream-reply.ts';

interface Deps {
  readonly admit: Admit;
  readonly streams: BuildStreams;
  readonly clock: Clock;
  readonly log: Logger;
}

export function registerBuildEvents(app: FastifyInstance, deps: Deps): void {
  const options = {
    onRequest: deps.admit('read', 'hidden'),
    errorHandler: sendAwayOnError({ ...deps, shape: 'build' }),
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
