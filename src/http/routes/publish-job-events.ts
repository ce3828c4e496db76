// POST /api/v1/jobs/{id}/events: publishes events of one job in the pipeline shape.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Publish } from '../../intake/publish.ts';
import type { JobBoard } from '../../jobs/job-board.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Caller, callerMaySee } from '../access/auth.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import { exampleOf, type Formats } from '../documents/formats.ts';
import type { Operation } from '../documents/operation.ts';
import {
  type EventItem,
  type EventMediaTypes,
  MAX_ITEMS,
  readEventBody,
  withEventBodies,
} from '../publishing/event-body.ts';
import {
  PUBLISH_REFUSALS,
  type PublishDeps,
  publishedAnswer,
  sendPublished,
} from '../publishing/publish-reply.ts';
import { authorOf } from '../publishing/publisher.ts';
import { invalidJobId, pathJobId } from '../reading/job-id.ts';
import { NOT_FOUND, sendProblem } from '../request/problem.ts';

interface Deps extends PublishDeps {
  readonly admit: Admit;
  readonly publish: Publish;
  readonly board: Pick<JobBoard, 'find'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly formats: Formats;
}

interface Path {
  readonly Params: { readonly id: string };
}

const PATH = '/api/v1/jobs/:id/events';

const TYPES: EventMediaTypes = {
  'application/json': { accepts: 'both', dialectOf: () => 'pipeline' },
};

function operationFor(formats: Formats): Operation {
  const one = formats.accepted('pipeline');
  const example = JSON.parse(exampleOf(one));
  return {
    id: 'publishJobEvents',
    tag: 'jobs',
    summary: 'Publish events of one job',
    description:
      'In the pipeline shape; the path names the job. All or nothing. A `gate_pause` asks for an approval.',
    path: z.object({ id: pathJobId }),
    body: {
      'application/json': z
        .union([one, z.array(one).max(MAX_ITEMS)])
        .meta({ examples: [example, [example]] }),
    },
    answers: {
      202: { description: 'They are stored.', content: { 'application/json': publishedAnswer } },
    },
    refusals: PUBLISH_REFUSALS,
  };
}

export function registerPublishJobEvents(app: FastifyInstance, deps: Deps): void {
  const { admit, publish, board, clock } = deps;

  async function messagesOf(items: readonly EventItem[], jobId: string, caller: Caller) {
    const about = { jobId, ...(await projectOf(jobId, caller, board)) };
    const arrivedAt = clock.now();
    return items.map((item) => ({ ...item, source: 'http', arrivedAt, about }));
  }

  withEventBodies(app, TYPES, (routes) => {
    const options = {
      onRequest: admit('publish'),
      config: { operation: operationFor(deps.formats) },
    };
    routes.post<Path>(PATH, options, async (request, reply) => {
      const { id } = request.params;
      if (!pathJobId.safeParse(id).success) return sendProblem(reply, invalidJobId('events'));
      const body = readEventBody(request, TYPES);
      if (body.kind === 'invalid') return sendProblem(reply, body.problem);
      const caller = callerOf(request);
      const messages = await messagesOf(body.items, id, caller);
      const result = await publish(messages, authorOf(caller, deps));
      // The same for jobs of others and jobs that don't exist.
      const hidden = NOT_FOUND;
      return sendPublished(reply, { result, caller, count: messages.length, hidden }, deps);
    });
  });
}

/** The project of the only visible job with this id; empty if there is none or more than one. */
async function projectOf(
  jobId: string,
  caller: Caller,
  board: Deps['board'],
): Promise<{ projectId?: string }> {
  const jobs = (await board.find(jobId)).filter((job) => callerMaySee(caller, job));
  const [job] = jobs;
  return jobs.length === 1 && job?.projectId !== undefined ? { projectId: job.projectId } : {};
}
