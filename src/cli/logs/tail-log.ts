// `jobwire tail`: the newest lines of a job's log, as `/tail` shows them, and with --follow what is added.
import { constants } from 'node:os';
import type { Tools } from '../../app-tools.ts';
import { readEnvironment } from '../../config/load-config.ts';
import { readScriptSettings } from '../../config/script-settings.ts';
import { JOBS_KEPT, type Job } from '../../jobs/job-board.ts';
import { readableLogs } from '../../jobs/log-access.ts';
import { oneLine, plain } from '../../message/text/rich-text.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { defineCommand, wrongUsage } from '../command/command.ts';
import { jobIdFrom } from '../command/find-job.ts';
import { printToStderr } from '../command/output.ts';
import { readCount } from '../command/parse-options.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';
import { type LogWish, noLog } from './log-wish.ts';
import { readRemoteLog } from './remote-log.ts';

const LINES = { fallback: 20, max: 1_000 } as const;
const READ_DEADLINE_MS = 10_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const options = {
  lines: { type: 'string' },
  follow: { type: 'boolean' },
  project: { type: 'string' },
} as const;

/** Lines of a log as they come. */
type Lines = AsyncIterable<readonly string[]>;

export const tailLog = defineCommand({
  usage: 'tail JOB [--lines N] [--follow] [--project P]',
  example: 'tail job-7 --lines 50 --follow',
  about:
    'Shows the newest lines of the log of a job, as /tail does: without colours and credentials.\n' +
    'The beginning of its id is enough where no other one begins so.\n\n' +
    '  --lines   how many, 1 to 1000 (20)\n' +
    '  --follow  goes on with what is added, until the job has ended or a signal ends it\n' +
    '  --project of the job, where several projects use the id\n\n' +
    'It reads the Redis of REDIS_URL or DATA_DIR and the files in LOGS_DIR, or with JOBWIRE_URL and\n' +
    'JOBWIRE_TOKEN (scope read) a running jobwire by HTTP.',
  options,
  async run({ values, positionals }, { clock }) {
    const wish = {
      jobId: readJobId(positionals),
      lines: readCount('lines', values.lines, LINES),
      isFollowing: values.follow === true,
      ...defined({ projectId: values.project }),
    };
    const environment = readEnvironment();
    const isRemote = environment.JOBWIRE_URL?.trim();
    return untilSignal(async (signal) => {
      if (!isRemote) {
        return withTools({ clock }, (tools) => show(readHere(wish, { tools, signal })));
      }
      const { target } = readScriptSettings(environment);
      if (target.kind !== 'http') throw new JobwireError('bug', 'JOBWIRE_URL is HTTP');
      return show(readRemoteLog(wish, { target, signal }));
    });
  },
});

function readJobId([jobId, surplus]: readonly string[]): string {
  if (jobId === undefined || jobId === '') throw wrongUsage('the id of the job is missing');
  if (surplus !== undefined) throw wrongUsage(`unexpected argument "${surplus}"`);
  return jobId;
}

async function show(parts: Lines): Promise<number> {
  let isEmpty = true;
  for await (const lines of parts) {
    isEmpty &&= lines.length === 0;
    print(...lines.map((line) => oneLine(plain(line)).text));
  }
  if (isEmpty) printToStderr('The log has no lines yet.');
  return 0;
}

interface Here {
  readonly tools: Pick<Tools, 'board' | 'readLog' | 'followLog'>;
  readonly signal: AbortSignal;
}

/** Whoever may read Redis may read every log. */
async function* readHere(wanted: LogWish, { tools, signal }: Here): Lines {
  const { jobId, projectId, lines, isFollowing } = wanted;
  // Also of a job that is not known.
  const unknown = { logs: [{ jobId, ...defined({ projectId }) }], jobs: [] };
  const readable = (found: readonly Job[]) => readableLogs(found, () => true, projectId) ?? unknown;
  const jobs = await tools.board.find(jobId);
  const { logs } = readable(jobs);
  const found = await tools.readLog({ logs, lines }, { deadlineMs: READ_DEADLINE_MS });
  if (found === undefined && jobs.length === 0) {
    const meant = jobIdFrom(wanted, await tools.board.recent(JOBS_KEPT));
    if (meant === undefined || meant === jobId) throw noLog(jobId);
    return yield* readHere({ ...wanted, jobId: meant }, { tools, signal });
  }
  if (!isFollowing) return yield found?.lines ?? [];
  const wish = { jobId, lines, readable, signal };
  for await (const news of tools.followLog(wish)) if (news.kind === 'lines') yield news.lines;
}

/** Ends quietly on a signal, with the exit code that shells expect. */
async function untilSignal(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const over = new AbortController();
  let received: NodeJS.Signals | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    received = signal;
    over.abort();
  };
  for (const name of SIGNALS) process.once(name, onSignal);
  try {
    const code = await work(over.signal);
    return received === undefined ? code : 128 + constants.signals[received];
  } catch (error) {
    if (received === undefined) throw error;
    return 128 + constants.signals[received];
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal);
  }
}
