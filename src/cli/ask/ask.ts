// `jobwire ask`: puts a question to people, waits for the answer, and ends with it.
import type { ScriptQuestion } from '../../approvals/requests/script-question.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError } from '../../runtime/errors.ts';
import {
  type CommandArgs,
  type CommandDeps,
  defineCommand,
  wrongUsage,
} from '../command/command.ts';
import { readAskDuration, readContext, readLabel } from './read-question.ts';

const options = {
  scope: { type: 'string' },
  reason: { type: 'string' },
  project: { type: 'string' },
  session: { type: 'string' },
  job: { type: 'string' },
  timeout: { type: 'string' },
  context: { type: 'string', multiple: true },
  id: { type: 'string' },
  json: { type: 'boolean' },
  withdraw: { type: 'boolean' },
} as const;

type Args = CommandArgs<typeof options>;

const ID_BYTES = 9;
/** Of what went wrong; 1 would be a denial. */
const FAILED = 70;

export const askCommand = defineCommand({
  usage:
    'ask "ACTION" [--scope S] [--reason R] [--project P] [--session S] [--job J] [--timeout 10m] [--context k=v …] [--id ID] [--withdraw] [--json]',
  example:
    'ask "kubectl apply -f shop.yaml" --project shop --scope deploy --timeout 10m && ./deploy.sh',
  about:
    'Asks in the chats whether something may be done, waits, and prints the outcome and its reason.\n' +
    'What it tells meanwhile goes to standard error.\n\n' +
    '  --scope     what kind of action it is, for policies: push, deploy\n' +
    '  --reason    why it is to be done\n' +
    '  --project   its project; default: JOBWIRE_PROJECT\n' +
    '  --session   its session; default: JOBWIRE_SESSION\n' +
    '  --job       its job; default: JOBWIRE_JOB, which `jobwire run` sets\n' +
    '  --timeout   when the question expires: 90s, 30m, 2h, 1d; default: as the policy says\n' +
    '  --context   something else that people should see, as NAME=VALUE; may be repeated\n' +
    '  --id        names the question: the same id with the same words is the same question, so whoever\n' +
    '              was killed and is started again goes on waiting, and gets the answer that was given\n' +
    '  --json      the request as JSON, as in the HTTP API\n' +
    '  --withdraw  withdraws the question with this --id (and --project) instead of asking\n\n' +
    'It reaches a running jobwire by HTTP (JOBWIRE_URL, and JOBWIRE_TOKEN with the scopes publish and\n' +
    'read), else its Redis (REDIS_URL), else the jobwire that keeps its data in DATA_DIR. While that is\n' +
    'away it waits, and says so once.\n\n' +
    'Exit codes: 0 approved, 1 denied, 2 expired or withdrawn, 64 wrong usage, 70 failed, 78 wrong\n' +
    'settings; 130 and 143 when a signal ended it: the question stays open.',
  options,
  run: askAtTerminal,
});

async function askAtTerminal(args: Args, deps: CommandDeps): Promise<number> {
  const isWithdrawal = args.values.withdraw === true;
  const question = isWithdrawal ? undefined : readQuestion(args, deps);
  const approvalId = readLabel('id', args.values.id);
  if (isWithdrawal && (approvalId === undefined || args.positionals.length > 0)) {
    throw wrongUsage(
      '--withdraw needs the id of the question, and nothing is asked; expected --id',
    );
  }
  const { converse } = await import('./converse.ts');
  try {
    return question === undefined
      ? await converse.withdraw({ approvalId: approvalId ?? '', ...placeOf(args) }, deps)
      : await converse.ask(question, { ...deps, isJson: args.values.json === true });
  } catch (error) {
    if (error instanceof JobwireError && error.exitCode !== 1) throw error;
    const { printToStderr } = await import('../command/output.ts');
    printToStderr(`jobwire: ${error instanceof Error ? error.message : String(error)}`);
    return FAILED;
  }
}

function placeOf({ values }: Args) {
  const { JOBWIRE_PROJECT, JOBWIRE_SESSION, JOBWIRE_JOB } = process.env;
  return {
    projectId: readLabel('project', values.project ?? (JOBWIRE_PROJECT || undefined)),
    sessionId: readLabel('session', values.session ?? (JOBWIRE_SESSION || undefined)),
    jobId: readLabel('job', values.job ?? (JOBWIRE_JOB || undefined)),
  };
}

function readQuestion(args: Args, { clock }: CommandDeps): ScriptQuestion {
  const { values, positionals } = args;
  const [action, surplus] = positionals;
  if (action === undefined || action.trim() === '') {
    throw wrongUsage('what is to be approved is missing');
  }
  if (surplus !== undefined) {
    throw wrongUsage(`unexpected argument "${surplus}"; put what is to be approved in quotes`);
  }
  const { scope, reason } = values;
  return {
    approvalId: readLabel('id', values.id) ?? `ask-${clock.token(ID_BYTES)}`,
    action,
    ...placeOf(args),
    ...defined({
      scope,
      reason,
      context: readContext(values.context ?? []),
      timeoutSeconds: readAskDuration(values.timeout),
    }),
  };
}
