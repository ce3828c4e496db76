// One run of a scenario: its ids, what it publishes, and how long it takes.

import type { JsonObject } from '../../event/canonical-event.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Decisions, DemoDecision } from '../bus/decisions.ts';
import { createShortId, createUuid } from '../bus/demo-ids.ts';
import type { Tempo } from '../bus/tempo.ts';
import type { JobNews, JobPublisher } from './job-publisher.ts';
import type { Scenario, ScenarioLine } from './scenario.ts';

export interface RunDeps {
  readonly clock: Clock;
  readonly publisher: JobPublisher;
  readonly decisions: Decisions;
  readonly tempo: Tempo;
  readonly signal: AbortSignal;
}

export interface ScenarioRun {
  readonly scenario: Scenario;
  /** Id of this run's task, for its news. */
  readonly taskId: string;
  publish(type: string, data: JsonObject): Promise<void>;
  /** News of the session, without the job. */
  note(news: JobNews): Promise<void>;
  print(line: ScenarioLine): Promise<void>;
  endLog(): Promise<void>;
  /** Waits for about `ms`, at the current pace. */
  pause(ms: number): Promise<void>;
  /** Requests an approval and waits, if necessary for ever; `undefined` on the abort. */
  ask(data: JsonObject): Promise<DemoDecision | undefined>;
  elapsedMs(): number;
}

export function createScenarioRun(deps: RunDeps, scenario: Scenario): ScenarioRun {
  const { clock, publisher, tempo, signal } = deps;
  const { project, session } = scenario;
  const jobId = createUuid(clock);
  const startedAt = clock.monotonic();
  let isWatched = false;

  const publish = (type: string, data: JsonObject) =>
    publisher.publish({ project, session, jobId }, { type, data });

  return {
    scenario,
    taskId: createShortId(clock, 'T'),
    publish,
    note: (news) => publisher.publish({ project, session }, news),
    print: (line) => publisher.print(jobId, line),
    endLog: () => publisher.endLog(jobId),
    pause: (ms) => clock.sleep(tempo.vary(ms) * (isWatched ? 1 : tempo.factor()), signal),
    async ask(data) {
      const approvalId = createShortId(clock, 'ap');
      const decided = deps.decisions.next(approvalId, signal);
      await publish('job.approval_needed', { approval_id: approvalId, ...data });
      const decision = await decided;
      // Somebody is watching: no long pauses from here on.
      isWatched = true;
      return decision;
    },
    elapsedMs: () => clock.monotonic() - startedAt,
  };
}
