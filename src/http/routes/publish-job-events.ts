// POST /api/v1/jobs/{id}/events: what a pipeline engine tells of one job, in the pipeline shape.
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Publish } from '../../intake/publish.ts';
import type { JobBoard } from '../../jobs/job-board.ts';
import { type Caller, isWithin } from '../auth.ts';
import {
  type EventItem,
  type EventMediaTypes,
  readEventBody,
  withEventBodies,
} from '../event-body.ts';
import { type Admit, callerOf } from '../gate.ts';
import { NOT_FOUND, type Problem, sendProblem } from '../problem.ts';
import { problemWith, refuseFor } from '../publisher.ts';

interface Deps {
  readonly admit: Admit;
  readonly publish: Publish;
  readonly board: Pick<JobBoard, 'get'>;
  readonly clock: Pick<Clock, 'now'>;
}

interface Path {
  readonly Params: { readonly id: string };
}

const PATH = '/api/v1/jobs/:id/events';

const TYPES: EventMediaTypes = {
  'application/json': { takes: 'both', dialectOf: () => 'pipeline' },
};

const ID_FORM = /^\P{Cc}{1,200}$/u;

const WRONG_ID: Problem = {
  status: 400,
  code: 'input_invalid',
  detail:
    'The id of the job: expected 1 to 200 characters without control characters, like /api/v1/jobs/job-7/events.',
};

export function registerPublishJobEvents(app: FastifyInstance, deps: Deps): void {
  const { admit, publish, board, clock } = deps;

  async function messagesOf(items: readonly EventItem[], jobId: string, caller: Caller) {
    const projectId = (await board.get(jobId))?.projectId;
    const isKnown = projectId !== undefined && isWithin(caller, projectId);
    const about = { jobId, ...(isKnown ? { projectId } : {}) };
    const arrivedAt = clock.now();
    return items.map((item) => ({ ...item, source: 'http', arrivedAt, about }));
  }

  withEventBodies(app, TYPES, (routes) => {
    routes.post<Path>(PATH, { onRequest: admit('publish') }, async (request, reply) => {
      const { id } = request.params;
      if (!ID_FORM.test(id)) return sendProblem(reply, WRONG_ID);
      const body = readEventBody(request, TYPES);
      if (body.kind === 'wrong') return sendProblem(reply, body.problem);
      const caller = callerOf(request);
      const messages = await messagesOf(body.items, id, caller);
      const result = await publish(messages, refuseFor(caller, board));
      if (result.kind === 'published') return reply.code(202).send({ ids: result.ids });
      // Whether the job is another's or nobody's: for this caller there is none.
      const isHidden = result.errors.some(({ refused }) => refused);
      return sendProblem(reply, isHidden ? NOT_FOUND : problemWith(result, messages.length));
    });
  });
}
