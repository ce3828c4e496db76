// The conversation of `jobwire ask` with jobwire: puts the question, waits however long jobwire is away, and tells on
// standard error what it waits for.
import { constants } from 'node:os';
import type { ScriptQuestion } from '../../approvals/requests/script-question.ts';
import { readEnvironment } from '../../config/load-config.ts';
import { readScriptSettings, type ScriptSettings } from '../../config/script-settings.ts';
import { createRedaction } from '../../redact/redaction.ts';
import { backoff, jittered } from '../../runtime/backoff.ts';
import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import { withRetry } from '../../runtime/retry.ts';
import { terminalPerson } from '../approvals/terminal-user.ts';
import { printJson, printToStderr, safe } from '../command/output.ts';
import { print } from '../command/print.ts';
import type { ScriptAnswer, ScriptEvent, ScriptLink } from '../link/link.ts';
import { openLink } from '../link/open-link.ts';
import { untilAborted } from '../link/until-aborted.ts';
import { answerText, EXIT_CODES } from './answer-text.ts';

interface Deps {
  readonly clock: Clock;
}

interface Place {
  readonly projectId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly jobId?: string | undefined;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const EVENT_BYTES = 12;
/** After its time, jobwire has this long to say what became of the question. */
const GRACE_MS = 30_000;
const WITHDRAWAL_MS = 5_000;
const pauseMs = backoff({ firstMs: 500, maxMs: 15_000 });

export const converse = { ask, withdraw };

async function ask(given: ScriptQuestion, deps: Deps & { isJson: boolean }): Promise<number> {
  const { clock, isJson } = deps;
  const settings = readScriptSettings(readEnvironment());
  const question = { ...given, requestedBy: { name: terminalPerson() } };
  return talk(settings, deps, async (link, over) => {
    const state = { isAsked: false };
    const interrupted = untilSignal(over).then((signal) => ({ signal }));
    const answered = untilAnswered(question, { link, clock, signal: over.signal, state });
    const first = await Promise.race([answered, interrupted]);
    if (first !== undefined && 'signal' in first) {
      printToStderr(state.isAsked ? staysOpen(question, first.signal) : 'Nothing was asked yet.');
      return 128 + constants.signals[first.signal];
    }
    if (first === undefined || first.status === 'pending') return giveUp(question, { link, clock });
    const { text } = createRedaction(settings);
    if (isJson) printJson(first.json);
    else print(safe(text(answerText(first))));
    return EXIT_CODES[first.status];
  });
}

interface Waiting {
  readonly link: ScriptLink;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly state: { isAsked: boolean };
}

/** `undefined` once the time of the question is over and nothing was heard of it. */
async function untilAnswered(
  question: ScriptQuestion,
  { link, clock, signal, state }: Waiting,
): Promise<ScriptAnswer | undefined> {
  const { timeoutSeconds } = question;
  const late = new AbortController();
  if (timeoutSeconds !== undefined) {
    clock.after(timeoutSeconds * 1_000 + GRACE_MS, () => late.abort());
  }
  const ends = AbortSignal.any([signal, late.signal]);
  const insist = createInsistence(clock, ends);
  const isOver = untilAborted(ends);
  await Promise.race([insist(() => link.ask(question, ends)), isOver]);
  if (ends.aborted) return undefined;
  state.isAsked = true;
  printToStderr(waitingText(question));
  for (let isWarned = false; ; ) {
    const answer = await Promise.race([insist(() => link.answer(question, ends)), isOver]);
    if (ends.aborted || (answer !== undefined && answer.status !== 'pending')) return answer;
    if (answer === undefined && !isWarned) printToStderr(UNSEEN);
    isWarned ||= answer === undefined;
  }
}

const UNSEEN = 'jobwire has not taken up the question yet; is it running? Still waiting.';

function waitingText({ approvalId, projectId }: ScriptQuestion): string {
  const project = projectId === undefined ? '' : ` in ${safe(projectId)}`;
  return `Asked as ${safe(approvalId)}${project}; waiting for a decision.`;
}

function staysOpen(question: ScriptQuestion, signal: string): string {
  const { approvalId, projectId } = question;
  const project = projectId === undefined ? '' : ` --project ${shellWord(projectId)}`;
  const named = `--id ${shellWord(approvalId)}${project}`;
  return [
    `Ended by ${signal}; the question stays open.`,
    `  to go on waiting, ask the same with: ${named}`,
    `  to withdraw it:  jobwire ask --withdraw ${named}`,
  ].join('\n');
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Nobody will look at the answer any more, so nobody should be asked. */
async function giveUp(question: ScriptQuestion, { link, clock }: Pick<Waiting, 'link' | 'clock'>) {
  const event = withdrawalOf(question, clock, 'not answered in time');
  const late = AbortSignal.timeout(WITHDRAWAL_MS);
  await Promise.race([link.publish(event, late).catch(() => {}), untilAborted(late)]);
  print('expired: no answer in time');
  return EXIT_CODES.expired;
}

async function withdraw(wish: Place & { readonly approvalId: string }, deps: Deps) {
  const settings = readScriptSettings(readEnvironment());
  return talk(settings, deps, async (link, over) => {
    const event = withdrawalOf(wish, deps.clock, undefined);
    const { approvalId, projectId } = wish;
    const answer = await link.withdraw({ approvalId, projectId, event }, over.signal);
    if (answer === undefined) {
      throw new JobwireError(
        'missing',
        `there is no question "${safe(approvalId)}" in ${safe(projectId ?? 'no project')}; expected its --id and --project`,
      );
    }
    print(safe(answerText(answer)));
    return answer.status === 'pending' ? 1 : 0;
  });
}

function withdrawalOf(
  { approvalId, projectId, sessionId, jobId }: Place & { readonly approvalId: string },
  clock: Clock,
  reason: string | undefined,
): ScriptEvent {
  return {
    event_id: clock.token(EVENT_BYTES),
    event_type: 'job.approval_withdrawn',
    timestamp: new Date(clock.now()).toISOString(),
    source: { component: 'cli' },
    ...defined({ project_id: projectId, session_id: sessionId, job_id: jobId }),
    data: { approval_id: approvalId, ...defined({ reason }) },
  };
}

/** Tries again until it works; says once that it does not, and once that it does again. */
function createInsistence(clock: Clock, signal: AbortSignal) {
  let isAway = false;
  return async <T>(run: () => Promise<T>): Promise<T | undefined> => {
    const result = await withRetry(run, {
      clock,
      signal,
      while: (error) => error instanceof JobwireError && error.retry,
      pauseMs: (tries) => jittered(pauseMs(Math.min(tries, 10)), [0.5, 1], clock),
      onFailure(error) {
        if (!isAway) printToStderr(`${messageOf(error)}; trying again until it can.`);
        isAway = true;
      },
    });
    if (isAway && !signal.aborted) printToStderr('It answers again.');
    isAway = false;
    return result;
  };
}

type Talk = (link: ScriptLink, over: AbortController) => Promise<number>;

async function talk(settings: ScriptSettings, { clock }: Deps, run: Talk): Promise<number> {
  const over = new AbortController();
  const onState = createStateTeller(over.signal);
  const link = await openLink(settings, { clock, onState });
  try {
    return await run(link, over);
  } finally {
    over.abort();
    await link.close();
  }
}

/** Of Redis, whose calls wait by themselves. */
function createStateTeller(over: AbortSignal) {
  let isAway = false;
  return (isUp: boolean, detail: string): void => {
    if (over.aborted || isUp === !isAway) return;
    isAway = !isUp;
    const reason = detail === '' ? '' : ` (${safe(detail)})`;
    printToStderr(
      isUp ? 'Redis answers again.' : `Redis does not answer${reason}; waiting for it.`,
    );
  };
}

function untilSignal(over: AbortController): Promise<(typeof SIGNALS)[number]> {
  return new Promise((resolve) => {
    const onSignal = (signal: NodeJS.Signals) => resolve(signal as (typeof SIGNALS)[number]);
    for (const name of SIGNALS) process.once(name, onSignal);
    over.signal.addEventListener('abort', () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    });
  });
}
