// GET /events: everything the caller may see, live, in the televibe shape.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Clock } from '../../runtime/clock.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createView } from '../access/event-filter.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import { EVENT_STREAM } from '../access/request-limit.ts';
import { exampleOf, type Formats } from '../documents/formats.ts';
import type { Operation } from '../documents/operation.ts';
import { eventQuery, filterOf, parseQuery } from '../reading/query.ts';
import { afterLastEvent, type Start } from '../reading/starting-point.ts';
import { sendProblem } from '../request/problem.ts';
import type { EventStreams } from '../sse/event-streams.ts';
import { KEEP_ALIVE } from '../sse/sse.ts';
import { turnAwayOnError } from '../sse/sse-connection.ts';
import { eventStream, GAP, resumeHeaders } from '../sse/stream-operation.ts';
import { lastEventId } from '../sse/stream-query.ts';
import type { StreamShape } from '../sse/stream-shape.ts';

/** Events named by their types, unless a stream uses the name itself, in the shape of `encode`. */
export function eventsShape(encode: StreamShape['encode']): StreamShape {
  return { name: 'events', encode, named: true, heartbeat: KEEP_ALIVE };
}

interface Deps {
  readonly admit: Admit;
  readonly streams: EventStreams;
  readonly formats: Formats;
  readonly clock: Clock;
  readonly log: Logger;
}

const streamQuery = eventQuery.extend({ last_event_id: lastEventId });

const operation = (formats: Formats): Operation => ({
  id: 'streamEvents',
  tag: 'events',
  summary: 'Everything that happens, live (SSE)',
  description:
    'All events that the caller may see, in the televibe shape, named by their types. `Last-Event-ID` resumes without loss; an event `gap` says that some are no longer kept. An event whose type is a name that streams use themselves, like `gap` or `error`, comes without a name.',
  query: streamQuery,
  headers: resumeHeaders,
  answers: eventStream(
    `id: e1.Zm9yIGV4YW1wbGU\nevent: job.started\ndata: ${exampleOf(formats.written('televibe'))}\n\n`,
  ),
  messages: [
    {
      name: 'event',
      summary:
        'An event, under the name of its type; without one if streams use that name themselves.',
      payload: formats.written('televibe'),
    },
    GAP,
  ],
});

export function registerEvents(app: FastifyInstance, deps: Deps): void {
  const { admit, streams } = deps;
  const errorHandler = turnAwayOnError({ ...deps, shape: 'events' });
  // No HEAD route: it would open a stream that nobody reads.
  const options = {
    onRequest: admit('read', 'challenge', 'tickets'),
    errorHandler,
    exposeHeadRoute: false,
    config: { ...EVENT_STREAM, operation: operation(deps.formats) },
  };
  app.get('/events', options, async (request, reply) => {
    const query = parseQuery(streamQuery, request.query);
    if (query.kind === 'invalid') return sendProblem(reply, query.problem);
    const caller = callerOf(request);
    const view = createView(caller, filterOf(query.value));
    await streams.open(reply, { caller, view }, { start: startOf(request, query.value) });
    return reply;
  });
}

/** The reader's last event takes precedence over the instant it asks for. */
function startOf(request: FastifyRequest, query: z.infer<typeof streamQuery>): Start {
  const resumed = afterLastEvent(request.headers['last-event-id'], query.last_event_id);
  return resumed ?? (query.since === undefined ? { kind: 'now' } : { kind: 'oldest' });
}
