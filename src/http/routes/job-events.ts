// GET /api/v1/jobs/{id}/events and …/events/stream: the events of one job in the pipeline shape, by polling or as a
// stream.

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { Journal, JournalEntry } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import type { Logger } from '../../runtime/logger.ts';
import { createView, filterFor } from '../access/event-filter.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import { EVENT_STREAM } from '../access/request-limit.ts';
import { exampleOf, type Formats } from '../documents/formats.ts';
import type { Operation } from '../documents/operation.ts';
import { createEventJson, type EventJson } from '../reading/event-json.ts';
import { filteredHistory } from '../reading/history.ts';
import { hasEvents, jobEventPages } from '../reading/job-events.ts';
import { limitParam, parseQuery, pathId, sinceParam } from '../reading/query.ts';
import { afterLastEvent } from '../reading/starting-point.ts';
import { NOT_FOUND, sendProblem } from '../request/problem.ts';
import type { EventStreams } from '../sse/event-streams.ts';
import { HEARTBEAT_FRAME } from '../sse/sse.ts';
import { turnAwayOnError } from '../sse/sse-connection.ts';
import { eventStream, GAP, HEARTBEAT, resumeHeaders } from '../sse/stream-operation.ts';
import { lastEventId } from '../sse/stream-query.ts';
import type { StreamShape } from '../sse/stream-shape.ts';

/** Events without names, in the shape of `encode`. */
export function pipelineShape(encode: StreamShape['encode']): StreamShape {
  return { name: 'pipeline', encode, named: false, heartbeat: HEARTBEAT_FRAME };
}

interface Deps {
  readonly admit: Admit;
  /** The streams of the pipeline shape. */
  readonly streams: EventStreams;
  readonly journal: Journal;
  readonly formats: Formats;
  readonly encodePipeline: (event: CanonicalEvent) => unknown;
  readonly clock: Clock;
  readonly log: Logger;
}

type JobRequest = FastifyRequest<{ Params: { id: string } }>;

const MAX_COUNT = 1_000;
const pollQuery = z.object({ since: sinceParam.optional(), limit: limitParam(MAX_COUNT) });
const streamQuery = z.object({ since: sinceParam.optional(), last_event_id: lastEventId });

const jobPath = z.object({ id: pathId('The id of the job.', 'j-1') });

const pollOperation = (formats: Formats): Operation => ({
  id: 'listJobEvents',
  tag: 'jobs',
  summary: 'Stored events of one job',
  description: 'In the pipeline shape, oldest first.',
  path: jobPath,
  query: pollQuery,
  answers: {
    200: {
      description: 'The events.',
      content: { 'application/json': z.object({ events: z.array(formats.written('pipeline')) }) },
    },
  },
});

const streamOperation = (formats: Formats): Operation => ({
  id: 'streamJobEvents',
  tag: 'jobs',
  summary: 'Events of one job, live (SSE)',
  description:
    'In the pipeline shape: first an event `connected`, then those that are stored, then new ones, with an event `heartbeat` every few seconds. `Last-Event-ID` resumes without loss.',
  path: jobPath,
  query: streamQuery,
  headers: resumeHeaders,
  answers: eventStream(
    `event: connected\ndata: {"job_id":"j-1"}\n\nid: e1.Zm9yIGV4YW1wbGU\ndata: ${exampleOf(formats.written('pipeline'))}\n\n`,
  ),
  messages: [
    {
      name: 'connected',
      summary: 'The first one.',
      payload: z.object({ job_id: z.string() }),
    },
    { name: 'event', summary: 'An event, without a name.', payload: formats.written('pipeline') },
    GAP,
    HEARTBEAT,
  ],
});

export function registerJobEvents(app: FastifyInstance, deps: Deps): void {
  const options = { onRequest: deps.admit('read') };
  // No HEAD route: it would open a stream that nobody reads.
  const streamOptions = {
    onRequest: deps.admit('read', 'challenge', 'tickets'),
    exposeHeadRoute: false,
  };
  const jsonOf = createEventJson({ encode: deps.encodePipeline, log: deps.log });
  const polling = { ...options, config: { operation: pollOperation(deps.formats) } };
  app.get('/api/v1/jobs/:id/events', polling, (request: JobRequest, reply) =>
    poll(request, reply, { ...deps, jsonOf }),
  );
  const errorHandler = turnAwayOnError({ ...deps, shape: 'pipeline' });
  app.get(
    '/api/v1/jobs/:id/events/stream',
    {
      ...streamOptions,
      errorHandler,
      config: { ...EVENT_STREAM, operation: streamOperation(deps.formats) },
    },
    (request: JobRequest, reply) => stream(request, reply, deps),
  );
}

async function poll(
  request: JobRequest,
  reply: FastifyReply,
  { journal, jsonOf }: Pick<Deps, 'journal'> & { readonly jsonOf: EventJson },
): Promise<FastifyReply> {
  const query = parseQuery(pollQuery, request.query);
  if (query.kind === 'invalid') return sendProblem(reply, query.problem);
  const caller = callerOf(request);
  const wanted = wantedOf(request, query.value.since);
  if (!(await hasEvents(journal, caller, wanted.jobId))) return sendProblem(reply, NOT_FOUND);
  const filter = filterFor(caller, wanted);
  // Page by page, so that a thousand big events are never in memory at once.
  const text = answerText(jobEventPages(journal, { filter, limit: query.value.limit }), jsonOf);
  return reply.type('application/json').send(Readable.from(text));
}

async function* answerText(
  pages: AsyncIterable<readonly JournalEntry[]>,
  jsonOf: EventJson,
): AsyncGenerator<string> {
  let before = '{"events":[';
  for await (const page of pages) {
    const texts = page.flatMap(({ event }) => jsonOf(event) ?? []);
    if (texts.length === 0) continue;
    yield before + texts.join(',');
    before = ',';
  }
  yield before === ',' ? ']}' : `${before}]}`;
}

async function stream(request: JobRequest, reply: FastifyReply, deps: Deps): Promise<FastifyReply> {
  const query = parseQuery(streamQuery, request.query);
  if (query.kind === 'invalid') return sendProblem(reply, query.problem);
  const caller = callerOf(request);
  const wanted = wantedOf(request, query.value.since);
  if (!(await hasEvents(deps.journal, caller, wanted.jobId))) return sendProblem(reply, NOT_FOUND);
  const { last_event_id } = query.value;
  await deps.streams.open(
    reply,
    { caller, view: createView(caller, wanted) },
    {
      start: afterLastEvent(request.headers['last-event-id'], last_event_id) ?? { kind: 'oldest' },
      firstEvent: { event: 'connected', data: { job_id: wanted.jobId } },
      history: filteredHistory(deps.journal, filterFor(caller, wanted)),
    },
  );
  return reply;
}

function wantedOf({ params: { id: jobId } }: JobRequest, since: string | undefined) {
  return { jobId, ...defined({ since }) };
}
