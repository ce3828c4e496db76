// `jobwire run`: runs a command as a job that chats can follow. The command starts first; whatever tells of it is
// loaded beside it, and is never waited for but at the end, for a bounded time.
import { type CommandArgs, type CommandDeps, defineCommand } from '../command/command.ts';
import { startCommand } from './child.ts';
import { createOutputCopy } from './output-copy.ts';
import { checkCommand, newJobId, readBudget, readJobLabel, readSilence } from './read-job.ts';

const options = {
  project: { type: 'string' },
  session: { type: 'string' },
  job: { type: 'string' },
  title: { type: 'string' },
  budget: { type: 'string' },
  'silent-after': { type: 'string' },
  terminal: { type: 'boolean' },
} as const;

type Args = CommandArgs<typeof options>;

const ID_BYTES = 6;

export const runAsJob = defineCommand({
  usage:
    'run [--project P] [--title T] [--job J] [--session S] [--budget USD] [--silent-after 2m] [--terminal] -- COMMAND [ARGUMENT …]',
  example: 'run --project shop --title "Deploy shop 3.8" -- ./deploy.sh production',
  about:
    'Runs a command as a job: its start, its output as the log of the job, its progress, and how it\n' +
    'ended, with its exit code, its time and its last lines. The command has our input, its output\n' +
    'passes through byte for byte, and signals reach it. Credentials are redacted in the log, not on\n' +
    'the terminal.\n\n' +
    '  --project   the project of the job; default: JOBWIRE_PROJECT\n' +
    '  --session   its session; default: JOBWIRE_SESSION\n' +
    '  --job       its id; default: a new one. The command finds it in JOBWIRE_JOB, so that a\n' +
    '              `jobwire ask` inside belongs to this job\n' +
    '  --title     what it is for; default: the command\n' +
    '  --budget    what it may cost, in US dollars, to be shown\n' +
    '  --silent-after  after how long without a sign it is reported as silent, which happens when this\n' +
    '              program was killed; default: 2m\n' +
    '  --terminal  gives the terminal to the command itself, for colours, prompts and editors that need\n' +
    '              one: then there is no log, and no progress\n\n' +
    'Without --terminal the output of the command is a pipe: many programs then write no colours\n' +
    '(FORCE_COLOR=1 or their own switch gives them back), and some hold lines back (stdbuf -oL). With\n' +
    '`run -- script -qec "COMMAND" /dev/null` it has a terminal of its own, and a log too.\n\n' +
    'A line `::progress 0.4 run the tests` of its output says how far it is (0 to 1, or 40%), and what\n' +
    'it does. It stays visible on the terminal, and is no part of the log.\n\n' +
    'It reaches jobwire as `jobwire ask` does. Without one, or while it is away, the command runs all\n' +
    'the same, and standard error says so once.\n\n' +
    'Exit codes: those of the command; 128 + n if signal n ended it, 126 and 127 if it can not be run;\n' +
    '64 wrong usage. Wrong settings are only said.',
  options,
  run: runCommand,
});

async function runCommand(args: Args, { clock }: CommandDeps): Promise<never> {
  const { values, positionals, rest: command } = args;
  checkCommand(positionals, command);
  const { JOBWIRE_PROJECT, JOBWIRE_SESSION } = process.env;
  const projectId = readJobLabel('project', values.project ?? (JOBWIRE_PROJECT || undefined));
  const sessionId = readJobLabel('session', values.session ?? (JOBWIRE_SESSION || undefined));
  const jobId = readJobLabel('job', values.job) ?? newJobId(command, clock.token(ID_BYTES));
  const budgetUsd = readBudget(values.budget);
  const silentSeconds = readSilence(values['silent-after']);
  // Before .env is read: what is in there is ours, not the command's.
  const env = {
    ...process.env,
    JOBWIRE_JOB: jobId,
    ...(projectId === undefined ? {} : { JOBWIRE_PROJECT: projectId }),
    ...(sessionId === undefined ? {} : { JOBWIRE_SESSION: sessionId }),
  };
  const isTerminal = values.terminal === true;
  const output = createOutputCopy();
  const onOutput = output.write;
  const begunAt = clock.monotonic();
  const running = startCommand(command, { env, isTerminal, onOutput, clock });
  const { follow } = await import('./follow.ts');
  const words = {
    projectId,
    sessionId,
    jobId,
    title: values.title,
    budgetUsd,
    silentSeconds,
    command,
    begunAt,
  };
  const job = follow(words, { clock, ...(isTerminal ? {} : { output }) });
  const end = await running.ended;
  await job.end(end, running.passedOn);
  await Promise.all([process.stdout, process.stderr].map(untilWritten));
  // At once: what may still wait for a server must not keep the command's end back.
  process.exit(end.code);
}

function untilWritten(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
