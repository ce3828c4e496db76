// GET /api/v1/jobs and /api/v1/jobs/{id}: jobs in their current state.

import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { JOB_STATES } from '../../event/event-types.ts';
import { type Job, type JobBoard, jobFor } from '../../jobs/job-board.ts';
import { stepsSchema } from '../../jobs/job-steps.ts';
import { defined } from '../../runtime/defined.ts';
import { callerMaySee, hasScope } from '../access/auth.ts';
import { type Admit, callerOf } from '../access/gate.ts';
import type { Operation } from '../documents/operation.ts';
import { AMBIGUOUS_JOB, ofProjects } from '../reading/ambiguous-job.ts';
import { findJobs } from '../reading/find-jobs.ts';
import { limit, parseQuery, pathId, projectParam, sessionParam } from '../reading/query.ts';
import { NOT_FOUND, sendProblem, sendProblemWith } from '../request/problem.ts';

interface Deps {
  readonly admit: Admit;
  readonly board: JobBoard;
}

interface Path {
  readonly Params: { readonly id: string };
}

const STATUS = `expected one of ${JOB_STATES.join(', ')}, like status=running`;

const jobQuery = z.object({
  project_id: projectParam.meta({ description: 'Where several projects use the id.' }),
});

const jobsQuery = z.object({
  project_id: projectParam,
  session_id: sessionParam,
  status: z
    .enum(JOB_STATES, STATUS)
    .optional()
    .meta({ description: 'Only those in this state.', examples: ['running'] }),
  limit,
});

const amount = (description: string) => z.number().exactOptional().meta({ description });
const text = (description: string) => z.string().exactOptional().meta({ description });

const jobAnswer = z
  .object({
    id: z.string(),
    project_id: z.string().exactOptional(),
    session_id: z.string().exactOptional(),
    status: z
      .enum(JOB_STATES)
      .meta({ description: '`waiting`: for an approval.', examples: ['running'] }),
    visibility: z
      .enum(['public', 'internal'])
      .meta({ description: '`internal`: for admins only.' }),
    dialect: text('The format of its first event.'),
    title: z.string().meta({ description: 'Its task, in its producer’s words; may be empty.' }),
    step: text('The last reported step.'),
    stage: text('The last reported stage.'),
    steps: stepsSchema
      .exactOptional()
      .meta({ description: 'How many there were since its last start, and the newest few.' }),
    progress: amount('0 to 1.'),
    cost_usd: amount('What it has cost, in US dollars.'),
    budget_usd: amount('What it may cost, in US dollars.'),
    requests_made: amount('Requests to a model so far.'),
    max_requests: amount('Requests to a model that it may make.'),
    heartbeat_ms: amount('After so long without a word it counts as silent; 0: never.'),
    links: z
      .array(z.string())
      .readonly()
      .exactOptional()
      .meta({ description: 'Addresses of its results, at most ten.' }),
    started_at: z.iso
      .datetime()
      .meta({ description: 'The time of its first event since it last started.' }),
    updated_at: z.iso.datetime().meta({ description: 'The time of its newest event.' }),
  })
  .meta({ id: 'Job' });

const jobsAnswer = z.object({ jobs: z.array(jobAnswer) });

const LIST: Operation = {
  id: 'listJobs',
  tag: 'jobs',
  summary: 'List jobs',
  description: 'Those that changed most recently come first.',
  query: jobsQuery,
  answers: { 200: { description: 'Jobs.', content: { 'application/json': jobsAnswer } } },
};

const GET: Operation = {
  id: 'getJob',
  tag: 'jobs',
  summary: 'Get one job',
  description: 'As it stands now.',
  path: z.object({ id: pathId('The id of the job.', 'j-1') }),
  query: jobQuery,
  answers: { 200: { description: 'The job.', content: { 'application/json': jobAnswer } } },
  refusals: { id_ambiguous: ofProjects },
};

export function registerJobs(app: FastifyInstance, { admit, board }: Deps): void {
  const onRequest = admit('read');

  app.get('/api/v1/jobs', { onRequest, config: { operation: LIST } }, async (request, reply) => {
    const query = parseQuery(jobsQuery, request.query);
    if (query.kind === 'invalid') return sendProblem(reply, query.problem);
    const { project_id, session_id, status, limit } = query.value;
    const jobs = await findJobs(board, callerOf(request), {
      ...defined({ projectId: project_id, sessionId: session_id, status }),
      limit,
    });
    return { jobs: jobs.map(jobJson) };
  });

  const options = { onRequest, config: { operation: GET } };
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
    return sendProblemWith(reply, AMBIGUOUS_JOB, {
      projects: found.map(({ projectId = null }) => projectId),
    });
  });
}

function jobJson(job: Job): z.infer<typeof jobAnswer> {
  const { id, status, visibility, title, startedAt, updatedAt } = job;
  const { dialect, step, stage, steps, progress, links } = job;
  return {
    id,
    status,
    visibility,
    title,
    ...defined({ project_id: job.projectId, session_id: job.sessionId }),
    ...defined({ dialect, step, stage, steps, progress, links }),
    ...defined({
      cost_usd: job.costUsd,
      budget_usd: job.budgetUsd,
      requests_made: job.requestsMade,
      max_requests: job.maxRequests,
      heartbeat_ms: job.heartbeatMs,
    }),
    started_at: startedAt,
    updated_at: updatedAt,
  };
}
