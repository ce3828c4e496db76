// Checks the state of the whole system every two seconds, and reports it: to /readyz, to the metrics, and on changes
// to the log. All replicas read the same state, so they report the same.
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
  /** Called with each check, whether the storage answers or not. */
  readonly measurePulse?: () => void;
  /** Called after each check with a storage that answers; must not throw. */
  readonly onLook?: (look: Look) => void;
  readonly health: Health;
  readonly metrics: Pick<Metrics, 'systemState' | 'componentState' | 'folderState' | 'clockOffset'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Look {
  readonly state: SystemState;
  /** Time since the last check during which this process was running. */
  readonly elapsedMs: number;
  /** For how long nothing was routed although there was something to route. */
  readonly routingStillMs: number;
}

export interface Monitor extends Service {
  /** As last read; absent before the first check. */
  latest(): SystemState | undefined;
}

const EVERY_MS = 2_000;
/** A longer time between two checks does not count: the process was stopped, or starved. */
const MAX_ELAPSED_MS = 2 * EVERY_MS;
const MAX_ANSWER_MS = 8_000;
/** How long the start waits for the first check. */
const MAX_START_MS = 5_000;
const MAX_CLOCK_ANSWER_MS = 500;
const DISK_EVERY_LOOKS = 5;

export function createMonitor(deps: Deps): Monitor {
  const { health, metrics, clock, log } = deps;
  const routing = createRoutingJudge();
  const sending = createSendingJudge();
  const query = createStateQuery(deps);
  let latest: SystemState | undefined;
  let lookedAt: number | undefined;
  let looks = 0;

  const report = createReportChanges(deps);
  for (const component of ['routing', 'sending', 'storage']) {
    health.report(component, false, 'not checked yet');
  }

  async function look(signal: AbortSignal): Promise<void> {
    if (looks % DISK_EVERY_LOOKS === 0) await lookAtFolders(report, deps);
    looks += 1;
    deps.measurePulse?.();
    const askedAt = clock.now();
    const state = await query(signal);
    if (state === undefined && !signal.aborted) report('storage', noAnswer());
    if (state === undefined) return;
    latest = state;
    const now = clock.monotonic();
    const elapsedMs = Math.min(now - (lookedAt ?? now), MAX_ELAPSED_MS);
    lookedAt = now;
    report('storage', judgeStorage(latest.storage));
    report('routing', routing.judge(latest.routing, elapsedMs));
    report('sending', sending.judge(latest, elapsedMs));
    metrics.systemState(latest);
    reportClock(latest, { askedAt, ...deps });
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

/** The storage read its clock at some moment in between; a slow answer says too little about when. */
function reportClock(
  { clockMs }: SystemState,
  { askedAt, clock, metrics }: Pick<Deps, 'clock' | 'metrics'> & { readonly askedAt: number },
): void {
  const answeredAt = clock.now();
  if (answeredAt - askedAt > MAX_CLOCK_ANSWER_MS) return;
  metrics.clockOffset(((askedAt + answeredAt) / 2 - clockMs) / 1_000);
}

/** Returns `undefined` without an answer in time, which may be lost for good. */
function createStateQuery({ readState, health, clock }: Deps) {
  let open: Promise<SystemState> | undefined;

  function begin(): Promise<SystemState> {
    const pending = readState().finally(() => end(pending));
    return pending;
  }

  function end(pending: Promise<SystemState>): void {
    if (open === pending) open = undefined;
  }

  return async (signal: AbortSignal): Promise<SystemState | undefined> => {
    open ??= begin();
    const pending = open;
    const state = await withDeadline(pending, { clock, ms: MAX_ANSWER_MS, signal });
    // While Redis is unavailable a single query waits for it; more would all run once it is back.
    if (state === undefined && health.snapshot().redis?.ok !== false) end(pending);
    return state;
  };
}

async function lookAtFolders(
  report: (component: string, verdict: Verdict) => void,
  { readFolders, metrics }: Deps,
): Promise<void> {
  const folders = await readFolders();
  if (folders.length > 0) report('disk', judgeDisk(folders));
  for (const folder of folders) metrics.folderState(folder);
}

function noAnswer(): Verdict {
  const args = { seconds: seconds(MAX_ANSWER_MS) };
  const text = `Redis has not answered for ${args.seconds} s`;
  return failing({ code: 'storage-silent', args, text });
}
