// POST /api/v1/jobs/{id}/logs: adds lines to the log of a job, for runners that have no access to Redis.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Job, JobBoard } from '../../../jobs/job-board.ts';
import { hasLog, type LogName, readableLogs } from '../../../jobs/log-access.ts';
import { defined } from '../../../runtime/defined.ts';
import type { LogSink } from '../../../tails/log-sink.ts';
import { type Caller, callerMaySee } from '../../access/auth.ts';
import { type Admit, callerOf } from '../../access/gate.ts';
import type { Operation } from '../../documents/operation.ts';
import { AMBIGUOUS_JOB, ofProjects } from '../../reading/ambiguous-job.ts';
import { invalidJobId, pathJobId } from '../../reading/job-id.ts';
import { parseQuery, projectParam } from '../../reading/query.ts';
import { NOT_FOUND, sendProblem, sendProblemWith } from '../../request/problem.ts';
import { parseInput } from '../../request/validate.ts';

interface Deps {
  readonly admit: Admit;
  readonly board: Pick<JobBoard, 'find'>;
  readonly logSink: LogSink;
}

interface Path {
  readonly Params: { readonly id: string };
}

const MAX_LINES = 1_000;
const MAX_LINE = 8_192;
const LINES = `expected a list of up to ${MAX_LINES} lines, like {"lines":["npm test",{"line":"1 failed","level":"error"}]}`;
const LINE = `expected text of up to ${MAX_LINE} characters, or an object with it, like {"line":"1 failed","level":"error"}`;
const ENDED = 'expected true once the log is complete, like {"lines":[],"ended":true}';

const lineText = z.string(LINE).max(MAX_LINE, LINE);
const line = z.union(
  [
    lineText.transform((text) => ({ text, level: 'info' })),
    z
      .strictObject({ line: lineText, level: z.string().max(20, LINE).optional() }, LINE)
      .transform(({ line: text, level = 'info' }) => ({ text, level })),
  ],
  LINE,
);

const logBody = z
  .strictObject(
    {
      lines: z.array(line, LINES).max(MAX_LINES, LINES),
      ended: z.boolean(ENDED).optional().meta({ description: 'The log is complete.' }),
    },
    LINES,
  )
  .meta({
    examples: [
      { lines: ['npm test', { line: '1 failed', level: 'error' }] },
      { lines: [], ended: true },
    ],
  });

const logQuery = z.object({
  project_id: projectParam.meta({
    description:
      'Adds them to the log of the job in this project, apart from others of the same id.',
  }),
});

const OPERATION: Operation = {
  id: 'addJobLog',
  tag: 'jobs',
  summary: 'Add lines to the log of a job',
  description:
    'They are shown by `/tail`. The newest 10000 lines are kept, for 7 days after the last one. With a token limited to projects the job must be known, and they are added to its log in its project; else to the one that all jobs of the id share.',
  path: z.object({ id: pathJobId }),
  query: logQuery,
  body: { 'application/json': logBody },
  answers: {
    202: {
      description: 'They are added.',
      content: { 'application/json': z.object({ lines: z.int() }) },
    },
  },
  refusals: { not_found: {}, id_ambiguous: ofProjects },
};

export function registerPublishJobLogs(app: FastifyInstance, deps: Deps): void {
  const { admit, board, logSink } = deps;
  const options = { onRequest: admit('publish'), config: { operation: OPERATION } };
  app.post<Path>('/api/v1/jobs/:id/logs', options, async (request, reply) => {
    const { id } = request.params;
    const query = parseQuery(logQuery, request.query);
    if (query.kind === 'invalid') return sendProblem(reply, query.problem);
    if (!pathJobId.safeParse(id).success) return sendProblem(reply, invalidJobId('logs'));
    const jobs = await board.find(id);
    const wanted = { jobId: id, ...defined({ projectId: query.value.project_id }) };
    const [log, ...others] = logsToWrite(callerOf(request), wanted, jobs);
    if (log === undefined) return sendProblem(reply, NOT_FOUND);
    if (others.length > 0) {
      const projects = [log, ...others].map(({ projectId = null }) => projectId);
      return sendProblemWith(reply, AMBIGUOUS_JOB, { projects });
    }
    const body = parseInput(logBody, request.body, { status: 422, whole: 'body' });
    if (body.kind === 'invalid') return sendProblem(reply, body.problem);
    const { lines, ended = false } = body.value;
    if (lines.length > 0 || ended) {
      const owner = log.projectId ?? jobs[0]?.projectId;
      await logSink.append(log, lines, { isEnd: ended, ...defined({ owner }) });
    }
    return reply.code(202).send({ lines: lines.length });
  });
}

/**
 * Where their lines may go; none where they may not read. Whoever may see all projects writes to the log that all jobs
 * of an id share, unless they name a project, and before the job is known; the holder of a limited token to that of a
 * job they may see, so that no other job of its id matters.
 */
function logsToWrite(caller: Caller, wanted: LogName, jobs: readonly Job[]): readonly LogName[] {
  const isVisible = (job: Job) => callerMaySee(caller, job);
  const { logs = [] } = readableLogs(jobs, isVisible, wanted.projectId) ?? {};
  if (caller.projects !== 'all') return logs.filter(({ projectId }) => projectId !== undefined);
  const isKnown = jobs.some(({ projectId }) => [undefined, projectId].includes(wanted.projectId));
  return !isKnown || hasLog(logs, wanted) ? [wanted] : [];
}
