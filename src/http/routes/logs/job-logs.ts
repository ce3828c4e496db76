// GET /api/v1/jobs/{id}/logs and …/logs/stream: the newest lines of a job's log as `/tail` shows them, and what is added.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { hasEnded, type Job, type JobBoard } from '../../../jobs/job-board.ts';
import { hasLog, type Readable, readableLogs } from '../../../jobs/log-access.ts';
import type { Clock } from '../../../runtime/clock.ts';
import type { Logger } from '../../../runtime/logger.ts';
import type { ReadLog } from '../../../tails/read-log.ts';
import { type Caller, callerMaySee } from '../../access/auth.ts';
import { type Admit, callerOf } from '../../access/gate.ts';
import { EVENT_STREAM } from '../../access/request-limit.ts';
import type { Operation } from '../../documents/operation.ts';
import { countParam, parseQuery, pathId, projectParam } from '../../reading/query.ts';
import { NOT_FOUND, sendProblem } from '../../request/problem.ts';
import type { LogStreams } from '../../sse/log-streams.ts';
import { turnAwayOnError } from '../../sse/sse-connection.ts';
import { eventStream, HEARTBEAT } from '../../sse/stream-operation.ts';

interface Deps {
  readonly admit: Admit;
  readonly board: Pick<JobBoard, 'find'>;
  readonly readLog: ReadLog;
  readonly streams: LogStreams;
  readonly clock: Clock;
  readonly log: Logger;
}

type JobRequest = FastifyRequest<{ Params: { id: string } }>;

const READ_DEADLINE_MS = 5_000;
const LINES = 'expected a whole number from 1 to 1000, like lines=100';

const logQuery = z.object({
  lines: countParam(LINES, { most: 1_000, usual: 100 }).meta({
    description: 'How many of the newest lines.',
  }),
  project_id: projectParam.meta({ description: 'Where several projects use the id.' }),
});

const jobPath = z.object({ id: pathId('The id of the job.', 'j-1') });
const WHO =
  'For those who may see the job. Lines from the bus and from files are stored by job id alone: they are for those who may see every job with this id.';

const logAnswer = z.object({
  job_id: z.string(),
  lines: z.array(z.string()).readonly(),
  ended: z.boolean().meta({ description: 'No more lines will come.' }),
});

const READ: Operation = {
  id: 'getJobLog',
  tag: 'jobs',
  summary: 'The newest lines of the log of a job',
  description: `As \`/tail\` shows them: without terminal codes and credentials. ${WHO}`,
  path: jobPath,
  query: logQuery,
  answers: { 200: { description: 'The lines.', content: { 'application/json': logAnswer } } },
};

const STREAM: Operation = {
  id: 'streamJobLog',
  tag: 'jobs',
  summary: 'The log of a job as it is written (SSE)',
  description: `An event \`lines\` with \`{"lines": […]}\` for the newest ones and for what is added, whole lines only, and an event \`end\` once the job has ended and all was sent. Whoever reconnects begins with the newest lines again. ${WHO}`,
  path: jobPath,
  query: logQuery,
  answers: eventStream(
    'event: lines\ndata: {"lines":["npm test","1 failed"]}\n\nevent: end\ndata: {}\n\n',
  ),
  messages: [
    {
      name: 'lines',
      summary: 'The newest lines, or those that were added.',
      payload: logAnswer.pick({ lines: true }),
    },
    { name: 'end', summary: 'The job has ended, and all was sent.', payload: z.object({}) },
    HEARTBEAT,
  ],
};

export function registerJobLogs(app: FastifyInstance, deps: Deps): void {
  const { admit, board, readLog, streams } = deps;
  const options = { onRequest: admit('read') };

  const reading = { ...options, config: { operation: READ } };
  app.get('/api/v1/jobs/:id/logs', reading, async (request: JobRequest, reply) => {
    const query = parseQuery(logQuery, request.query);
    if (query.kind === 'invalid') return sendProblem(reply, query.problem);
    const { id: jobId } = request.params;
    // The job first, then its log: so the log has all that the job wrote until its end.
    const jobs = await board.find(jobId);
    const { lines, project_id: project } = query.value;
    const readable = readableBy(callerOf(request), jobs, project);
    if (readable === undefined) return sendProblem(reply, NOT_FOUND);
    const { logs } = readable;
    const found = await readLog({ logs, lines }, { deadlineMs: READ_DEADLINE_MS });
    // Read in any case, so that no clock tells whether others have a job of this id.
    if (found === undefined && !hasLog(logs, { jobId })) {
      await readLog({ logs: [{ jobId }], lines }, { deadlineMs: READ_DEADLINE_MS });
    }
    const ended = found?.ended === true || readable.jobs.every(hasEnded);
    return { job_id: jobId, lines: found?.lines ?? [], ended };
  });

  const errorHandler = turnAwayOnError({ ...deps, shape: 'log' });
  // No HEAD route: it would open a stream that nobody reads.
  const streamOptions = {
    onRequest: admit('read', 'challenge', 'tickets'),
    exposeHeadRoute: false,
    errorHandler,
    config: { ...EVENT_STREAM, operation: STREAM },
  };
  app.get('/api/v1/jobs/:id/logs/stream', streamOptions, async (request: JobRequest, reply) => {
    const query = parseQuery(logQuery, request.query);
    if (query.kind === 'invalid') return sendProblem(reply, query.problem);
    const { id: jobId } = request.params;
    const caller = callerOf(request);
    const { lines, project_id: project } = query.value;
    const readable = (jobs: readonly Job[]) => readableBy(caller, jobs, project);
    if (readable(await board.find(jobId)) === undefined) return sendProblem(reply, NOT_FOUND);
    await streams.open(reply, { caller, jobId, lines, readable });
    return reply;
  });
}

function readableBy(
  caller: Caller,
  jobs: readonly Job[],
  project: string | undefined,
): Readable<Job> | undefined {
  return readableLogs(jobs, (job) => callerMaySee(caller, job), project);
}
