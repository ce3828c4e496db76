// Plays one job of the example workload from the queue to its end. After the abort, pauses and publishing
// do nothing, so the job ends at once.

import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';
import type { DemoDecision } from '../bus/decisions.ts';
import type { AskStep, Ending, RunStep, Scenario, ScenarioStep } from './scenario.ts';
import { createScenarioRun, type RunDeps, type ScenarioRun } from './scenario-run.ts';

export interface Player {
  /** Resolves when the job has ended, or soon after the abort. */
  play(scenario: Scenario): Promise<void>;
}

const QUEUED_MS = 500;
const LINE_MS = 500;
const ENDING_MS = 1_500;

export function createPlayer(deps: RunDeps): Player {
  return {
    async play(scenario) {
      const job = createScenarioRun(deps, scenario);
      await begin(job);
      const refusal = await playSteps(job);
      await job.pause(ENDING_MS);
      if (refusal === undefined) await end(job, scenario.ending);
      else await job.publish('job.canceled', { reason: refusal });
      await job.endLog();
    },
  };
}

async function begin(job: ScenarioRun): Promise<void> {
  const { project, session, branch, instruction } = job.scenario;
  const workspace = `/srv/workspaces/${project}/${session}`;
  await job.publish('job.queued', { instruction, position: 1 });
  await job.pause(QUEUED_MS);
  await job.publish('job.started', { instruction, workspace, branch });
  await job.print({ text: `$ git switch ${branch}` });
}

/** Returns the reason if the job can't go on. */
async function playSteps(job: ScenarioRun): Promise<string | undefined> {
  for (const step of job.scenario.steps) {
    await job.pause(step.pauseMs);
    const refusal = await playStep(job, step);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

async function playStep(job: ScenarioRun, step: ScenarioStep): Promise<string | undefined> {
  switch (step.kind) {
    case 'edit': {
      const { tool, file, action } = step;
      await job.publish('job.progress', { type: 'tool_use', tool, file, action });
      await job.print({ text: `${action} ${file}` });
      return undefined;
    }
    case 'run':
      await runCommand(job, step);
      return undefined;
    case 'ask':
      return await ask(job, step);
    case 'note': {
      const { type, internal } = step;
      const data = filledIn(step.data, job.taskId);
      await job.note({ type, data, ...defined({ internal }) });
      return undefined;
    }
  }
}

async function runCommand(job: ScenarioRun, step: RunStep): Promise<void> {
  const tool = { tool: 'Bash', command: step.command };
  const startedAtMs = job.elapsedMs();
  await job.publish('job.tool_started', tool);
  await job.print({ text: `$ ${step.command}` });
  for (const line of step.output) {
    await job.pause(LINE_MS);
    await job.print(line);
  }
  await job.pause(LINE_MS);
  const tenths = Math.round((job.elapsedMs() - startedAtMs) / 100);
  const result = { exit_code: step.exitCode, duration_seconds: tenths / 10 };
  await job.publish('job.tool_completed', { ...tool, ...result });
}

async function ask(job: ScenarioRun, step: AskStep): Promise<string | undefined> {
  const { requestedBy } = job.scenario;
  const { scope, action, reason, context, timeoutSeconds: seconds } = step;
  await job.print({ text: `waiting for an approval: ${action}` });
  const decision = await job.ask({
    scope,
    action,
    reason,
    context,
    ...defined({ requested_by: requestedBy }),
    ...(seconds === undefined ? {} : { timeout_seconds: seconds, on_timeout: 'expire' }),
  });
  if (decision === undefined) return 'the demo ended';
  const line = decisionLine(decision);
  await job.print({ text: line });
  return decision.decision === 'approved' ? undefined : line;
}

function decisionLine({ decision, by, reason }: DemoDecision): string {
  if (decision === 'expired') return 'nobody decided in time';
  const who = by === undefined ? '' : ` by ${by}`;
  return `${decision}${who}${reason === undefined ? '' : `: ${reason}`}`;
}

async function end(job: ScenarioRun, ending: Ending): Promise<void> {
  if (ending.kind === 'failed') {
    await job.print({ text: ending.error, level: 'error' });
    await job.publish('job.failed', { error: ending.error });
    return;
  }
  await job.publish('job.completed', {
    success: true,
    duration_seconds: Math.round(job.elapsedMs() / 1_000),
    summary: ending.summary,
    files_changed: ending.files,
    diff_stat: ending.diffStat,
  });
}

function filledIn(data: JsonObject, taskId: string): JsonObject {
  const fill = (value: JsonValue) => (value === '{task}' ? taskId : value);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, fill(value)]));
}
