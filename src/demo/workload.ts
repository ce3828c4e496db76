// The example workload: coding sessions in two projects that run, ask, fail and end, and a story in
// each of the other formats, at a human pace until all is stopped.
import { setMaxListeners } from 'node:events';
import type { Clock } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createDecisions } from './bus/decisions.ts';
import type { DemoBus } from './bus/demo-bus.ts';
import { createDemoRetry } from './bus/demo-retry.ts';
import type { DemoRunFiles } from './bus/run-files.ts';
import { createTempo } from './bus/tempo.ts';
import type { PartDeps } from './scenarios/part.ts';
import { createPlayer } from './scenarios/player.ts';
import { asksForApproval, type Scenario } from './scenarios/scenario.ts';
import { SCENARIOS } from './scenarios/scenario-order.ts';
import { createJobVoice, type JobVoice } from './scenarios/voice.ts';
import { STORIES } from './stories/all-stories.ts';
import type { Story } from './stories/story.ts';
import { tellForever } from './stories/storyteller.ts';

interface Deps extends DemoBus {
  readonly clock: Clock;
  readonly log: Logger;
  /** At least one; played in this order, over and over. Default: SCENARIOS. */
  readonly scenarios?: readonly Scenario[];
  /** Each told over and over. Default: STORIES. */
  readonly stories?: readonly Story[];
  readonly runs: DemoRunFiles;
}

/** Sessions that ask (or will) at a time: so many approvals can be open, and one gate, never more. */
const MAX_ASKING = 4;
/** Time between the starts of two jobs: the first ones, the lively minute, and later. */
const OPENING_GAPS_MS = [1_500, 5_000];
const GAP_MS = 12_000;

export function createWorkload(deps: Deps): Service {
  const scenarios = deps.scenarios ?? SCENARIOS;
  const stories = deps.stories ?? STORIES;
  const stopped = new AbortController();
  // Every pause listens to it, one for each job and story: so many are no leak.
  setMaxListeners(0, stopped.signal);
  const running = new Set<Promise<void>>();
  const ended: (() => void)[] = [];

  /** Owned until it has ended: `stop` waits for it. */
  function own(work: Promise<void>): void {
    const owned = work
      .catch((error: unknown) => deps.log.error({ reason: messageOf(error) }, 'demo_job_broke'))
      .finally(() => running.delete(owned));
    running.add(owned);
  }

  async function run({ clock, voice, decisions, tempo, signal }: PartDeps): Promise<void> {
    const player = createPlayer({ clock, voice, decisions, tempo, signal });
    const stage = createStage(voice);
    const deck = createDeck(scenarios);
    let asking = 0;
    for (let count = 0; !signal.aborted; count += 1) {
      const scenario = deck.next(asking < MAX_ASKING);
      if (scenario !== undefined) {
        const weight = asksForApproval(scenario) ? 1 : 0;
        asking += weight;
        await stage.open(scenario);
        own(player.play(scenario).finally(() => (asking -= weight)));
      }
      const gapMs = OPENING_GAPS_MS[count] ?? GAP_MS * tempo.factor();
      await clock.sleep(tempo.vary(gapMs), signal);
    }
  }

  return {
    name: 'demo-workload',
    async start() {
      if (stopped.signal.aborted || ended.length > 0) return;
      const { clock, log, runs, publish, appendLog, endLog, publishOn, addEntry, setHash } = deps;
      const decisions = createDecisions();
      ended.push(deps.onDecision((decision) => decisions.take(decision)));
      const { signal } = stopped;
      const retry = createDemoRetry({ clock, log, signal });
      const tempo = createTempo({ clock });
      const voice = createJobVoice({ publish, appendLog, endLog, clock, log, retry, signal });
      own(run({ clock, voice, decisions, tempo, signal }));
      const scene = { publishOn, addEntry, setHash, clock, runs, decisions, tempo, retry, signal };
      for (const story of stories) own(tellForever(scene, story));
    },
    async stop() {
      stopped.abort();
      for (const end of ended.splice(0)) end();
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Says that a project and a session are there, before the first job of each. */
function createStage(voice: JobVoice): { open(scenario: Scenario): Promise<void> } {
  const known = new Set<string>();
  return {
    async open({ project, session, branch }) {
      if (!known.has(project)) {
        known.add(project);
        const data = { path: `/srv/projects/${project}`, default_branch: 'main' };
        await voice.say({ project }, { type: 'project.registered', data });
      }
      const place = `${project}/${session}`;
      if (known.has(place)) return;
      known.add(place);
      const data = { name: session, branch };
      await voice.say({ project, session }, { type: 'session.created', data });
    },
  };
}

/** The scenarios in turn; those that ask are passed over while nothing more may ask. */
function createDeck(scenarios: readonly Scenario[]) {
  let position = 0;
  return {
    next(mayAsk: boolean): Scenario | undefined {
      for (let tried = 0; tried < scenarios.length; tried += 1) {
        const scenario = scenarios[position];
        position = (position + 1) % scenarios.length;
        if (scenario !== undefined && (mayAsk || !asksForApproval(scenario))) return scenario;
      }
      return undefined;
    },
  };
}
