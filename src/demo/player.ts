// Plays one job of the example workload from its place in the queue to its end. Once `signal` is
// aborted no time passes and nothing is heard any more, so that a job just runs out.
import type { Clock } from '../clock.ts';
import type { JsonObject, JsonValue } from '../event/canonical-event.ts';
import type { Decision, Decisions } from './decisions.ts';
import { createShortId, createUuid } from './demo-ids.ts';
import type { AskStep, Ending, Scenario, Step } from './scenario.ts';
import type { Tempo } from './tempo.ts';
import type { Voice } from './voice.ts';

export interface Player {
  /** Resolves when the job has ended, or with the abort. */
  play(scenario: Scenario): Promise<void>;
}

interface Deps {
  readonly clock: Clock;
  readonly voice: Voice;
  readonly decisions: Decisions;
  readonly tempo: Tempo;
  readonly signal: AbortSignal;
}

interface Job {
  readonly id: string;
  readonly taskId: string;
  readonly scenario: Scenario;
  readonly startedAt: number;
  /** Somebody has just decided and looks on: no long pauses from here. */
  watched: boolean;
}

const QUEUED_MS = 500;
const LINE_MS = 500;
const ENDING_MS = 1_500;

export function createPlayer(deps: Deps): Player {
  const { clock, voice } = deps;
  return {
    async play(scenario) {
      const job: Job = {
        id: createUuid(clock),
        taskId: createShortId(clock, 'T'),
        scenario,
        startedAt: clock.monotonic(),
        watched: false,
      };
      const { instruction, branch } = scenario;
      const workspace = `/srv/workspaces/${scenario.project}/${scenario.session}`;
      await tell(deps, job, 'job.queued', { instruction, position: 1 });
      await rest(deps, job, QUEUED_MS);
      await tell(deps, job, 'job.started', { instruction, workspace, branch });
      await voice.print(job.id, { text: `$ git switch ${branch}` });
      const refusal = await playSteps(deps, job);
      await rest(deps, job, ENDING_MS);
      if (refusal === undefined) await end(deps, job, scenario.ending);
      else await tell(deps, job, 'job.canceled', { reason: refusal });
      await voice.endLog(job.id);
    },
  };
}

/** Why the job can't go on, if it can't. */
async function playSteps(deps: Deps, job: Job): Promise<string | undefined> {
  for (const step of job.scenario.steps) {
    await rest(deps, job, step.pauseMs);
    const refusal = await playStep(deps, job, step);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

async function playStep(deps: Deps, job: Job, step: Step): Promise<string | undefined> {
  switch (step.kind) {
    case 'edit': {
      const { tool, file, action } = step;
      await tell(deps, job, 'job.progress', { type: 'tool_use', tool, file, action });
      await deps.voice.print(job.id, { text: `${action} ${file}` });
      return undefined;
    }
    case 'run':
      await runCommand(deps, job, step);
      return undefined;
    case 'ask':
      return await ask(deps, job, step);
    case 'note': {
      const { project, session } = job.scenario;
      const data = filledIn(step.data, job.taskId);
      const { type, internal } = step;
      await deps.voice.say(
        { project, session },
        { type, data, ...(internal === undefined ? {} : { internal }) },
      );
      return undefined;
    }
  }
}

type RunStep = Extract<Step, { kind: 'run' }>;

async function runCommand(deps: Deps, job: Job, step: RunStep): Promise<void> {
  const { command, exitCode } = step;
  const tool = 'Bash';
  const begunAt = deps.clock.monotonic();
  await tell(deps, job, 'job.tool_started', { tool, command });
  await deps.voice.print(job.id, { text: `$ ${command}` });
  for (const line of step.prints) {
    await rest(deps, job, LINE_MS);
    await deps.voice.print(job.id, line);
  }
  await rest(deps, job, LINE_MS);
  const seconds = Math.round((deps.clock.monotonic() - begunAt) / 100) / 10;
  await tell(deps, job, 'job.tool_completed', {
    tool,
    command,
    exit_code: exitCode,
    duration_seconds: seconds,
  });
}

/** Asks and waits, for ever if need be. Answers why the job can't go on, if it can't. */
async function ask(deps: Deps, job: Job, step: AskStep): Promise<string | undefined> {
  const { requestedBy } = job.scenario;
  const { scope, action, reason, context, timeoutSeconds } = step;
  const approvalId = createShortId(deps.clock, 'ap');
  const decided = deps.decisions.next(approvalId, deps.signal);
  await deps.voice.print(job.id, { text: `waiting for an approval: ${action}` });
  await tell(deps, job, 'job.approval_needed', {
    approval_id: approvalId,
    scope,
    action,
    reason,
    context,
    ...(requestedBy === undefined ? {} : { requested_by: requestedBy }),
    ...(timeoutSeconds === undefined
      ? {}
      : { timeout_seconds: timeoutSeconds, on_timeout: 'expire' }),
  });
  const decision = await decided;
  job.watched = true;
  const said = decision === undefined ? undefined : wordsFor(decision);
  if (said !== undefined) await deps.voice.print(job.id, { text: said });
  return decision?.decision === 'approved' ? undefined : said;
}

function wordsFor({ decision, by, reason }: Decision): string {
  if (decision === 'expired') return 'nobody decided in time';
  const who = by === undefined ? '' : ` by ${by}`;
  return `${decision}${who}${reason === undefined ? '' : `: ${reason}`}`;
}

async function end(deps: Deps, job: Job, ending: Ending): Promise<void> {
  if (ending.kind === 'failed') {
    await deps.voice.print(job.id, { text: ending.error, level: 'error' });
    await tell(deps, job, 'job.failed', { error: ending.error });
    return;
  }
  await tell(deps, job, 'job.completed', {
    success: true,
    duration_seconds: Math.round((deps.clock.monotonic() - job.startedAt) / 1_000),
    summary: ending.summary,
    files_changed: ending.files,
    diff_stat: ending.diffStat,
  });
}

function tell({ voice }: Deps, job: Job, type: string, data: JsonObject): Promise<void> {
  const { project, session } = job.scenario;
  return voice.say({ project, session, jobId: job.id }, { type, data });
}

function rest({ clock, tempo, signal }: Deps, job: Job, ms: number): Promise<void> {
  return clock.sleep(tempo.vary(ms) * (job.watched ? 1 : tempo.factor()), signal);
}

function filledIn(data: JsonObject, taskId: string): JsonObject {
  const fill = (value: JsonValue) => (value === '{task}' ? taskId : value);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, fill(value)]));
}
