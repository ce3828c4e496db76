// The example workload: coding sessions in two projects, and a story in each of the other formats, at a
// human pace until it is stopped.
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
import { createJobPublisher, type JobPublisher } from './scenarios/job-publisher.ts';
import { createPlayer } from './scenarios/player.ts';
import { asksForApproval, type Scenario } from './scenarios/scenario.ts';
import { SCENARIOS } from './scenarios/scenario-order.ts';
import type { RunDeps } from './scenarios/scenario-run.ts';
import { STORIES } from './stories/all-stories.ts';
import { repeatStory } from './stories/repeat-story.ts';
import type { Story } from './stories/story.ts';

interface Deps extends DemoBus {
  readonly clock: Clock;
  readonly log: Logger;
  /** At least one; repeated in this order. Default: SCENARIOS. */
  readonly scenarios?: readonly Scenario[];
  /** Repeated. Default: STORIES. */
  readonly stories?: readonly Story[];
  readonly runs: DemoRunFiles;
}

/** Jobs at a time that ask for an approval: no more requests can be pending, plus one gate. */
const MAX_ASKING = 4;
/** Between the starts of two jobs; the first gaps are shorter. */
const OPENING_GAPS_MS = [1_500, 5_000];
const GAP_MS = 12_000;

export function createWorkload(deps: Deps): Service {
  const scenarios = deps.scenarios ?? SCENARIOS;
  const stories = deps.stories ?? STORIES;
  const stopped = new AbortController();
  // Every job and story has a pause that listens to it; that is no leak.
  setMaxListeners(0, stopped.signal);
  const running = new Set<Promise<void>>();
  const ended: (() => void)[] = [];

  /** `stop` waits for it. */
  function track(work: Promise<void>): void {
    const owned = work
      .catch((error: unknown) => deps.log.error({ reason: messageOf(error) }, 'demo_job_failed'))
      .finally(() => running.delete(owned));
    running.add(owned);
  }

  async function run({ clock, publisher, decisions, tempo, signal }: RunDeps): Promise<void> {
    const player = createPlayer({ clock, publisher, decisions, tempo, signal });
    const announcer = createAnnouncer(publisher);
    const deck = createDeck(scenarios);
    let asking = 0;
    for (let count = 0; !signal.aborted; count += 1) {
      const scenario = deck.next(asking < MAX_ASKING);
      if (scenario !== undefined) {
        const weight = asksForApproval(scenario) ? 1 : 0;
        asking += weight;
        await announcer.announce(scenario);
        track(player.play(scenario).finally(() => (asking -= weight)));
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
      ended.push(deps.onDecision((decision) => decisions.deliver(decision)));
      const { signal } = stopped;
      const retry = createDemoRetry({ clock, log, signal });
      const tempo = createTempo({ clock });
      const jobDeps = { publish, appendLog, endLog, clock, log, retry, signal };
      const publisher = createJobPublisher(jobDeps);
      track(run({ clock, publisher, decisions, tempo, signal }));
      const scene = { publishOn, addEntry, setHash, clock, runs, decisions, tempo, retry, signal };
      for (const story of stories) track(repeatStory(scene, story));
    },
    async stop() {
      stopped.abort();
      for (const end of ended.splice(0)) end();
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Announces each project and session before its first job. */
function createAnnouncer(publisher: JobPublisher): { announce(scenario: Scenario): Promise<void> } {
  const known = new Set<string>();
  return {
    async announce({ project, session, branch }) {
      if (!known.has(project)) {
        known.add(project);
        const data = { path: `/srv/projects/${project}`, default_branch: 'main' };
        await publisher.publish({ project }, { type: 'project.registered', data });
      }
      const sessionKey = `${project}/${session}`;
      if (known.has(sessionKey)) return;
      known.add(sessionKey);
      const data = { name: session, branch };
      await publisher.publish({ project, session }, { type: 'session.created', data });
    },
  };
}

/** Cycles through the scenarios; skips those that ask while no more may ask. */
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
