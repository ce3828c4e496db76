// POST /api/v1/jobs/{id}/events: publishes events of one job in the pipeline shape.
import type { FastifyInstance } from 'fastify';
import type { Publish } from '../../intake/publish.ts';
import type { JobBoard } from '../../jobs/job-board.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type Caller, callerMaySee } from '../access/auth.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import {
  type EventItem,
  type EventMediaTypes,
  readEventBody,
  withEventBodies,
} from '../publishing/event-body.ts';
import { type PublishDeps, sendPublished } from '../publishing/publish-reply.ts';
import { authorOf } from '../publishing/publisher.ts';
import { NOT_FOUND, type Problem, sendProblem } from '../request/problem.ts';

interface Deps extends PublishDeps {
  readonly admit: Admit;
  readonly publish: Publish;
  readonly board: Pick<JobBoard, 'find'>;
  readonly clock: Pick<Clock, 'now'>;
}

interface Path {
  readonly Params: { readonly id: string };
}

const PATH = '/api/v1/jobs/:id/events';

const TYPES: EventMediaTypes = {
  'application/json': { accepts: 'both', dialectOf: () => 'pipeline' },
};

const ID_FORMAT = /^\P{Cc}{1,200}$/u;

const INVALID_ID: Problem = {
  status: 400,
  code: 'input_invalid',
  detail:
    'The job id is invalid; expected 1 to 200 characters without control characters, like /api/v1/jobs/job-7/events.',
};

export function registerPublishJobEvents(app: FastifyInstance, deps: Deps): void {
  const { admit, publish, board, clock } = deps;

  async function messagesOf(items: readonly EventItem[], jobId: string, caller: Caller) {
    const about = { jobId, ...(await projectOf(jobId, caller, board)) };
    const arrivedAt = clock.now();
    return items.map((item) => ({ ...item, source: 'http', arrivedAt, about }));
  }

  withEventBodies(app, TYPES, (routes) => {
    routes.post<Path>(PATH, { onRequest: admit('publish') }, async (request, reply) => {
      const { id } = request.params;
      if (!ID_FORMAT.test(id)) return sendProblem(reply, INVALID_ID);
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
