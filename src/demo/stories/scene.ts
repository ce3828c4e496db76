// One run of a story: publishes on the bus and in files, and asks people.

import type { Clock } from '../../runtime/clock.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decisions, DemoDecision } from '../bus/decisions.ts';
import type { DemoBus } from '../bus/demo-bus.ts';
import { createBriefId, createUuid } from '../bus/demo-ids.ts';
import type { DemoRetry } from '../bus/demo-retry.ts';
import type { DemoRunFiles } from '../bus/run-files.ts';
import type { Tempo } from '../bus/tempo.ts';
import type { Answer, Scene, StoryQuestion } from './story.ts';

export interface SceneDeps extends Pick<DemoBus, 'publishOn' | 'addEntry' | 'setHash'> {
  readonly clock: Clock;
  readonly runs: DemoRunFiles;
  readonly decisions: Decisions;
  readonly tempo: Tempo;
  readonly retry: DemoRetry;
  readonly signal: AbortSignal;
}

const KEEP_ALIVE_MS = 15_000;

export function createScene(deps: SceneDeps, round: number): Scene {
  const { clock, retry, tempo, signal } = deps;
  let isWatched = false;
  return {
    round,
    now: () => new Date(clock.now()).toISOString(),
    uuid: () => createUuid(clock),
    briefId: (prefix) => createBriefId(clock, prefix),
    pause: (ms) => clock.sleep(tempo.vary(ms) * (isWatched ? 1 : tempo.factor()), signal),
    publishOn: (channel, message) => retry(channel, () => deps.publishOn(channel, message)),
    addEntry: (stream, fields) => retry(stream, () => deps.addEntry(stream, fields)),
    setHash: (key, fields) => retry(key, () => deps.setHash(key, fields)),
    writeRun: (jobId, line) => retry(jobId, () => deps.runs.append(jobId, line)),
    async ask(question) {
      const answer = await ask(deps, question);
      // Somebody is watching: no long pauses from here on.
      isWatched = answer.kind === 'approved' || answer.kind === 'rejected';
      return answer;
    },
  };
}

async function ask(
  { clock, decisions, signal }: SceneDeps,
  question: StoryQuestion,
): Promise<Answer> {
  const settled = new AbortController();
  const ended = AbortSignal.any([signal, settled.signal]);
  let answer: Answer | undefined;
  const decided = decisions.next(question.approvalId, ended).then((decision) => {
    if (decision !== undefined) answer = answerOf(decision);
    settled.abort();
  });
  await question.publish();
  const until = clock.monotonic() + question.withinMs;
  for (let left = question.withinMs; left > 0 && !ended.aborted; left = until - clock.monotonic()) {
    await clock.sleep(Math.min(KEEP_ALIVE_MS, left), ended);
    if (!ended.aborted) await question.keepAlive();
  }
  settled.abort();
  await decided;
  return answer ?? { kind: signal.aborted ? 'stopped' : 'timeout' };
}

function answerOf({ decision, by, via, reason }: DemoDecision): Answer {
  const isApproval = decision === 'approved';
  if (decision === 'expired' || (isApproval && via === 'timeout')) return { kind: 'timeout' };
  return {
    kind: isApproval ? 'approved' : 'rejected',
    ...defined({ by, reason }),
  };
}
