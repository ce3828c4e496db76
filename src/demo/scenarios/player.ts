// Plays one job of the example workload from its place in the queue to its end. Once the signal is
// aborted no time passes and nothing is heard any more, so that a job just runs out.

import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { defined } from '../../runtime/defined.ts';
import type { DemoDecision } from '../bus/decisions.ts';
import { createPart, type Part, type PartDeps } from './part.ts';
import type { AskStep, Ending, RunStep, Scenario, ScenarioStep } from './scenario.ts';

export interface Player {
  /** Resolves when the job has ended, or with the abort. */
  play(scenario: Scenario): Promise<void>;
}

const QUEUED_MS = 500;
const LINE_MS = 500;
const ENDING_MS = 1_500;

export function createPlayer(deps: PartDeps): Player {
  return {
    async play(scenario) {
      const part = createPart(deps, scenario);
      await begin(part);
      const refusal = await playSteps(part);
      await part.rest(ENDING_MS);
      if (refusal === undefined) await end(part, scenario.ending);
      else await part.tell('job.canceled', { reason: refusal });
      await part.endLog();
    },
  };
}

async function begin(part: Part): Promise<void> {
  const { project, session, branch, instruction } = part.scenario;
  const workspace = `/srv/workspaces/${project}/${session}`;
  await part.tell('job.queued', { instruction, position: 1 });
  await part.rest(QUEUED_MS);
  await part.tell('job.started', { instruction, workspace, branch });
  await part.print({ text: `$ git switch ${branch}` });
}

/** Answers why the job can't go on, if it can't. */
async function playSteps(part: Part): Promise<string | undefined> {
  for (const step of part.scenario.steps) {
    await part.rest(step.pauseMs);
    const refusal = await playStep(part, step);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

async function playStep(part: Part, step: ScenarioStep): Promise<string | undefined> {
  switch (step.kind) {
    case 'edit': {
      const { tool, file, action } = step;
      await part.tell('job.progress', { type: 'tool_use', tool, file, action });
      await part.print({ text: `${action} ${file}` });
      return undefined;
    }
    case 'run':
      await runCommand(part, step);
      return undefined;
    case 'ask':
      return await ask(part, step);
    case 'note': {
      const { type, internal } = step;
      const data = filledIn(step.data, part.taskId);
      await part.note({ type, data, ...defined({ internal }) });
      return undefined;
    }
  }
}

async function runCommand(part: Part, step: RunStep): Promise<void> {
  const tool = { tool: 'Bash', command: step.command };
  const begunAtMs = part.elapsedMs();
  await part.tell('job.tool_started', tool);
  await part.print({ text: `$ ${step.command}` });
  for (const line of step.prints) {
    await part.rest(LINE_MS);
    await part.print(line);
  }
  await part.rest(LINE_MS);
  const tenths = Math.round((part.elapsedMs() - begunAtMs) / 100);
  const result = { exit_code: step.exitCode, duration_seconds: tenths / 10 };
  await part.tell('job.tool_completed', { ...tool, ...result });
}

async function ask(part: Part, step: AskStep): Promise<string | undefined> {
  const { requestedBy } = part.scenario;
  const { scope, action, reason, context, timeoutSeconds: seconds } = step;
  await part.print({ text: `waiting for an approval: ${action}` });
  const decision = await part.ask({
    scope,
    action,
    reason,
    context,
    ...defined({ requested_by: requestedBy }),
    ...(seconds === undefined ? {} : { timeout_seconds: seconds, on_timeout: 'expire' }),
  });
  if (decision === undefined) return 'the demo ended';
  const words = wordsFor(decision);
  await part.print({ text: words });
  return decision.decision === 'approved' ? undefined : words;
}

function wordsFor({ decision, by, reason }: DemoDecision): string {
  if (decision === 'expired') return 'nobody decided in time';
  const who = by === undefined ? '' : ` by ${by}`;
  return `${decision}${who}${reason === undefined ? '' : `: ${reason}`}`;
}

async function end(part: Part, ending: Ending): Promise<void> {
  if (ending.kind === 'failed') {
    await part.print({ text: ending.error, level: 'error' });
    await part.tell('job.failed', { error: ending.error });
    return;
  }
  await part.tell('job.completed', {
    success: true,
    duration_seconds: Math.round(part.elapsedMs() / 1_000),
    summary: ending.summary,
    files_changed: ending.files,
    diff_stat: ending.diffStat,
  });
}

function filledIn(data: JsonObject, taskId: string): JsonObject {
  const fill = (value: JsonValue) => (value === '{task}' ? taskId : value);
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, fill(value)]));
}
