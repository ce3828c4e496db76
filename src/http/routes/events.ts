// GET /events: everything the caller may see, live, in the televibe shape.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { createView } from '../event-filter.ts';
import { type Admit, callerOf } from '../gate.ts';
import { sendProblem } from '../problem.ts';
import { eventQuery, filterOf, parseQuery } from '../query.ts';
import type { Start } from '../starting-point.ts';
import type { Streams } from '../streams.ts';

interface Deps {
  readonly admit: Admit;
  readonly streams: Streams;
}

const CURSOR =
  'expected the id of the last event, given once, like last_event_id=e1.1772442000000-0';

const streamQuery = eventQuery.extend({ last_event_id: z.string(CURSOR).optional() });

export function registerEvents(app: FastifyInstance, { admit, streams }: Deps): void {
  // Without a HEAD twin: it would open a stream that nobody reads.
  const options = { onRequest: admit('read'), exposeHeadRoute: false };
  app.get('/events', options, (request, reply) => {
    const query = parseQuery(streamQuery, request.query);
    if (query.kind === 'wrong') return sendProblem(reply, query.problem);
    const view = createView(callerOf(request), filterOf(query.value));
    streams.open(reply, view, startOf(request, query.value));
    return reply;
  });
}

/** What a reader had last counts most: its header, else its query; then the instant it asks for. */
function startOf(request: FastifyRequest, query: z.infer<typeof streamQuery>): Start {
  const header = [request.headers['last-event-id']].flat().at(-1);
  const text = header || query.last_event_id;
  if (text) return { kind: 'cursor', text };
  return query.since === undefined ? { kind: 'now' } : { kind: 'oldest' };
}
