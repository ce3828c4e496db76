// GET /api/jobs/{id}/events/stream: one job's messages in the build dialect, as received.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import { EVENT_STREAM } from '../access/request-limit.ts';
import type { BuildStreams } from '../builds/build-streams.ts';
import { exampleOf, type Formats } from '../documents/formats.ts';
import type { Operation } from '../documents/operation.ts';
import { pathId } from '../reading/query.ts';
import { turnAwayOnError } from '../sse/sse-connection.ts';
import { eventStream, HEARTBEAT } from '../sse/stream-operation.ts';

interface Deps {
  readonly admit: Admit;
  readonly streams: BuildStreams;
  readonly formats: Formats;
  readonly clock: Clock;
  readonly log: Logger;
}

const operation = (formats: Formats): Operation => ({
  id: 'streamBuild',
  tag: 'jobs',
  summary: 'Messages of a build, live (SSE)',
  description:
    'Each exactly as it came, without a name and without an id, and an event `heartbeat` while none come; it ends after the last one. A build that has ended already gets one message with its status.',
  path: z.object({ id: pathId('The id of the build.', 'b-42') }),
  answers: eventStream(`data: ${exampleOf(formats.accepted('build'))}\n\n`),
  messages: [
    { name: 'message', summary: 'Exactly as it came.', payload: formats.accepted('build') },
    HEARTBEAT,
  ],
});

export function registerBuildEvents(app: FastifyInstance, deps: Deps): void {
  const options = {
    onRequest: deps.admit('read', 'hide', 'tickets'),
    errorHandler: turnAwayOnError({ ...deps, shape: 'build' }),
    exposeHeadRoute: false,
    config: { ...EVENT_STREAM, operation: operation(deps.formats) },
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
