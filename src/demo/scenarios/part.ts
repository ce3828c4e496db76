// One job on the example workload's stage: its ids, what it says and how long it takes.

import type { JsonObject } from '../../event/canonical-event.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Decisions, DemoDecision } from '../bus/decisions.ts';
import { createShortId, createUuid } from '../bus/demo-ids.ts';
import type { Tempo } from '../bus/tempo.ts';
import type { Scenario, ScenarioLine } from './scenario.ts';
import type { JobSaying, JobVoice } from './voice.ts';

export interface PartDeps {
  readonly clock: Clock;
  readonly voice: JobVoice;
  readonly decisions: Decisions;
  readonly tempo: Tempo;
  readonly signal: AbortSignal;
}

export interface Part {
  readonly scenario: Scenario;
  /** Id of the task of this play, for its news. */
  readonly taskId: string;
  tell(type: string, data: JsonObject): Promise<void>;
  /** News of the session, without the job. */
  note(saying: JobSaying): Promise<void>;
  print(line: ScenarioLine): Promise<void>;
  endLog(): Promise<void>;
  /** About as long as `ms`, at the pace of the moment. */
  rest(ms: number): Promise<void>;
  /** Asks with this data and waits, for ever if need be; `undefined` when all is over. */
  ask(data: JsonObject): Promise<DemoDecision | undefined>;
  elapsedMs(): number;
}

export function createPart(deps: PartDeps, scenario: Scenario): Part {
  const { clock, voice, tempo, signal } = deps;
  const { project, session } = scenario;
  const jobId = createUuid(clock);
  const startedAt = clock.monotonic();
  let isWatched = false;

  const tell = (type: string, data: JsonObject) =>
    voice.say({ project, session, jobId }, { type, data });

  return {
    scenario,
    taskId: createShortId(clock, 'T'),
    tell,
    note: (saying) => voice.say({ project, session }, saying),
    print: (line) => voice.print(jobId, line),
    endLog: () => voice.endLog(jobId),
    rest: (ms) => clock.sleep(tempo.vary(ms) * (isWatched ? 1 : tempo.factor()), signal),
    async ask(data) {
      const approvalId = createShortId(clock, 'ap');
      const decided = deps.decisions.next(approvalId, signal);
      await tell('job.approval_needed', { approval_id: approvalId, ...data });
      const decision = await decided;
      // Somebody looks on from here: no long pauses.
      isWatched = true;
      return decision;
    },
    elapsedMs: () => clock.monotonic() - startedAt,
  };
}
