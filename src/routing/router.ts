// Drives the flow in one replica at a time: reads entries of the journal and commits their effects.
import type { Policies } from '../approvals/policy/policy-schema.ts';
import type { ChatBook } from '../audience/chat-book.ts';
import type { Waker } from '../deliver/outbox-store.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Health } from '../runtime/health.ts';
import { type Lease, standbyPauseMs } from '../runtime/lease.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLoop } from '../runtime/loop.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { createSlices } from '../runtime/slices.ts';
import { type Backlog, createBacklog } from './backlog.ts';
import { composeStep } from './compose-step.ts';
import { startRenewal } from './renewal.ts';
import type { CommitResult, Effect, RouteStore, Wake } from './route-store.ts';

interface Deps {
  readonly store: RouteStore;
  readonly lease: Lease;
  readonly chatBook: ChatBook;
  readonly waker: Waker;
  readonly policies: Policies;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'approvalChanged' | 'requestShownElsewhere' | 'deadLettered'>;
  readonly health: Pick<Health, 'report'>;
}

/** Component in /readyz. */
const HEALTH = 'router';
/** Per step; larger steps are faster, smaller ones show sooner. */
const MAX_ENTRIES = 1_000;

export function createRouter(deps: Deps): Service {
  const { store, lease, clock, log, health } = deps;
  async function round(signal: AbortSignal): Promise<void> {
    const fence = await lease.acquireOrRenew();
    if (fence === undefined) {
      health.report(HEALTH, true);
      await clock.sleep(standbyPauseMs(clock), signal);
    } else {
      await lead(fence, signal);
    }
  }

  /** Routes until another replica leads, or the step's assumptions no longer hold. */
  async function lead(fence: number, signal: AbortSignal): Promise<void> {
    const renewal = startRenewal(fence, deps);
    try {
      const backlog = createBacklog(await store.position(), deps);
      let limit = MAX_ENTRIES;
      while (!signal.aborted && renewal.isHeld()) {
        const count = await routeStep(fence, { backlog, limit }, deps);
        if (count === undefined) return;
        health.report(HEALTH, true);
        limit = nextLimit(limit, count);
      }
    } finally {
      await renewal.stop();
    }
  }

  const onFailure = (reason: string) =>
    health.report(HEALTH, false, `No event is routed: ${reason}`);
  const options = { name: 'router', clock, log, onFailure, onEnd: () => lease.release() };
  return createLoop(options, round);
}

/** What a step reads but leaves is read again, so it reads about twice what the last one routed. */
function nextLimit(limit: number, count: number): number {
  return count === 0 ? limit : Math.min(MAX_ENTRIES, 2 * count);
}

interface NextEntries {
  readonly backlog: Backlog;
  /** Maximum number of entries. */
  readonly limit: number;
}

/** Returns the number of routed entries; `undefined` if the step was stale and nothing was written. */
async function routeStep(
  fence: number,
  { backlog, limit }: NextEntries,
  deps: Deps,
): Promise<number | undefined> {
  const entries = await backlog.next(limit);
  if (entries.length === 0) return 0;
  const { count, revision, effects } = await composeStep(entries, deps);
  const from = backlog.position;
  backlog.drop(count);
  const step = { fence, revision, from, to: backlog.position, effects };
  const [result] = await Promise.all([deps.store.commit(step), backlog.readAhead()]);
  if (result.kind === 'stale') return undefined;
  reportRequests(effects, deps);
  reportFailed(result, deps);
  await wakeChats(result.wake, deps);
  return count;
}

/** A request that no chat shows is still pending, on the web and the command line. */
function reportRequests(effects: readonly Effect[], { metrics, log }: Deps): void {
  for (const effect of effects) {
    if (effect.kind !== 'ask') continue;
    metrics.approvalChanged('pending');
    if (effect.copies.length > 0) continue;
    const { key, projectId } = effect.request;
    log.warn({ approval: key, projectId }, 'request_reaches_nobody');
    metrics.requestShownElsewhere('nowhere');
  }
}

function reportFailed(
  { failed }: Extract<CommitResult, { kind: 'committed' }>,
  { metrics, log }: Deps,
): void {
  for (const { position, reason } of failed) {
    metrics.deadLettered('routing');
    log.error({ position, reason }, 'event_not_routed');
  }
}

/** The most urgent first: a step may wake ten thousand. */
async function wakeChats(wakes: readonly Wake[], { waker, clock }: Deps): Promise<void> {
  const slices = createSlices(clock);
  for (const { chatId, delayMs } of [...wakes].sort((a, b) => a.delayMs - b.delayMs)) {
    waker.wake(chatId, delayMs);
    if (slices.isOver()) await slices.next();
  }
}
