// Looks every two seconds at how the whole is doing, and says so: to /readyz, to the metrics, and in the
// log whenever something changes. Each replica looks at the same, so each says the same.
import type { Clock } from '../runtime/clock.ts';
import { withDeadline } from '../runtime/deadline.ts';
import type { Health } from '../runtime/health.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLoop } from '../runtime/loop.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { ReadFolders, ReadSystemState, SystemState } from '../runtime/system-state.ts';
import { judgeDisk } from './judge-disk.ts';
import { createRoutingJudge } from './judge-routing.ts';
import { createSendingJudge } from './judge-sending.ts';
import { judgeStorage } from './judge-storage.ts';
import { createReportChanges } from './report-changes.ts';
import { failing, seconds, type Verdict } from './verdict.ts';

interface Deps {
  readonly readState: ReadSystemState;
  readonly readFolders: ReadFolders;
  /** Called after each look at a storage that answers; throws nothing. */
  readonly onLook?: (look: Look) => void;
  readonly health: Health;
  readonly metrics: Pick<Metrics, 'systemState' | 'componentState' | 'folderState'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Look {
  readonly state: SystemState;
  /** Since the last look, of time in which this process ran. */
  readonly elapsedMs: number;
  /** For how long there has been something to route, and nothing was routed. */
  readonly routingStillMs: number;
}

export interface Monitor extends Service {
  /** As it was seen last; absent before the first look. */
  latest(): SystemState | undefined;
}

const EVERY_MS = 2_000;
/** What is longer between two looks was no time of ours: the process was stopped, or starved. */
const MAX_ELAPSED_MS = 2 * EVERY_MS;
const MAX_ANSWER_MS = 8_000;
/** The start waits for the first look, but not for ever. */
const MAX_START_MS = 5_000;
const DISK_EVERY_LOOKS = 5;

export function createMonitor(deps: Deps): Monitor {
  const { health, metrics, clock, log } = deps;
  const routing = createRoutingJudge();
  const sending = createSendingJudge();
  const ask = createQuestion(deps);
  let latest: SystemState | undefined;
  let lookedAt: number | undefined;
  let looks = 0;

  const say = createReportChanges(deps);
  for (const part of ['routing', 'sending', 'storage']) {
    health.report(part, false, 'not looked at yet');
  }

  async function look(signal: AbortSignal): Promise<void> {
    if (looks % DISK_EVERY_LOOKS === 0) await lookAtFolders(say, deps);
    looks += 1;
    const state = await ask(signal);
    if (state === undefined && !signal.aborted) say('storage', noAnswer());
    if (state === undefined) return;
    latest = state;
    const now = clock.monotonic();
    const elapsedMs = Math.min(now - (lookedAt ?? now), MAX_ELAPSED_MS);
    lookedAt = now;
    say('storage', judgeStorage(latest.storage));
    say('routing', routing.judge(latest.routing, elapsedMs));
    say('sending', sending.judge(latest, elapsedMs));
    metrics.systemState(latest);
    for (const [name, { ok }] of Object.entries(health.snapshot()))
      metrics.componentState(name, ok);
    deps.onLook?.({ state: latest, elapsedMs, routingStillMs: routing.stillMs });
  }

  let hasLooked = () => {};
  const first = new Promise<void>((resolve) => {
    hasLooked = resolve;
  });
  const loop = createLoop({ name: 'monitor', clock, log, everyMs: EVERY_MS }, async (signal) => {
    await look(signal);
    hasLooked();
  });
  return {
    ...loop,
    latest: () => latest,
    async start() {
      await loop.start();
      const over = new AbortController();
      await Promise.race([first, clock.sleep(MAX_START_MS, over.signal)]);
      over.abort();
    },
  };
}

/** Answers nothing when there was no answer in time: one may be lost for good. */
function createQuestion({ readState, health, clock }: Deps) {
  let open: Promise<SystemState> | undefined;

  function begin(): Promise<SystemState> {
    const question = readState().finally(() => end(question));
    return question;
  }

  function end(question: Promise<SystemState>): void {
    if (open === question) open = undefined;
  }

  return async (signal: AbortSignal): Promise<SystemState | undefined> => {
    open ??= begin();
    const question = open;
    const state = await withDeadline(question, { clock, ms: MAX_ANSWER_MS, signal });
    // While Redis is away one question waits for it; more would all be asked when it is back.
    if (state === undefined && health.snapshot().redis?.ok !== false) end(question);
    return state;
  };
}

async function lookAtFolders(
  say: (component: string, verdict: Verdict) => void,
  { readFolders, metrics }: Deps,
): Promise<void> {
  const folders = await readFolders();
  if (folders.length > 0) say('disk', judgeDisk(folders));
  for (const folder of folders) metrics.folderState(folder);
}

function noAnswer(): Verdict {
  const args = { seconds: seconds(MAX_ANSWER_MS) };
  const text = `Redis has not answered for ${args.seconds} s`;
  return failing({ code: 'storage-silent', args, text });
}
