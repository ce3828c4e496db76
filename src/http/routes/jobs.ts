// GET /api/v1/jobs and /api/v1/jobs/{id}: jobs in their current state.

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Job, type JobBoard, type JobStatus, jobFor } from '../../jobs/job-board.ts';
import { defined } from '../../runtime/defined.ts';
import { callerMaySee, hasScope } from '../access/auth.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import { findJobs } from '../reading/find-jobs.ts';
import { idParam, limit, parseQuery } from '../reading/query.ts';
import { NOT_FOUND, type Problem, sendProblem, sendProblemWith } from '../request/problem.ts';

interface Deps {
  readonly admit: Admit;
  readonly board: JobBoard;
}

interface Path {
  readonly Params: { readonly id: string };
}

/** A record, so that the compiler reports a missing status. */
const STATUSES: Readonly<Record<JobStatus, true>> = {
  queued: true,
  running: true,
  waiting: true,
  completed: true,
  failed: true,
  canceled: true,
};
const STATUS = `expected one of ${Object.keys(STATUSES).join(', ')}, like status=running`;

const jobQuery = z.object({ project_id: idParam('project_id=acme/shop').optional() });

const jobsQuery = z.object({
  project_id: idParam('project_id=acme/shop').optional(),
  session_id: idParam('session_id=s-1').optional(),
  status: z.custom<JobStatus>(isStatus, STATUS).optional(),
  limit,
});

export function registerJobs(app: FastifyInstance, { admit, board }: Deps): void {
  const options = { onRequest: admit('read') };

  app.get('/api/v1/jobs', options, async (request, reply) => {
    const query = parseQuery(jobsQuery, request.query);
    if (query.kind === 'invalid') return sendProblem(reply, query.problem);
    const { project_id, session_id, status, limit } = query.value;
    const jobs = await findJobs(board, callerOf(request), {
      ...defined({ projectId: project_id, sessionId: session_id, status }),
      limit,
    });
    return { jobs: jobs.map(jobJson) };
  });

  app.get<Path>('/api/v1/jobs/:id', options, async (request, reply) => {
    const query = parseQuery(jobQuery, request.query);
    if (query.kind === 'invalid') return sendProblem(reply, query.problem);
    const { project_id: project } = query.value;
    const caller = callerOf(request);
    const found = (await board.find(request.params.id)).filter(
      (job) => callerMaySee(caller, job) && (project === undefined || job.projectId === project),
    );
    const [only] = found;
    if (only === undefined) return sendProblem(reply, NOT_FOUND);
    if (found.length === 1) return jobJson(jobFor(only, hasScope(caller, 'admin')));
    return sendProblemWith(reply, AMBIGUOUS, {
      projects: found.map(({ projectId = null }) => projectId),
    });
  });
}

const AMBIGUOUS: Problem = {
  code: 'id_ambiguous',
  detail:
    'Several projects have a job with this id; expected the project as well, like ?project_id=shop.',
};

function isStatus(text: unknown): text is JobStatus {
  return typeof text === 'string' && Object.hasOwn(STATUSES, text);
}

/** Keys become snake_case. */
function jobJson({
  internal: _internal,
  source: _source,
  limitedPublisher: _limited,
  ...job
}: Job): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(job).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
