// Drives the flow: one replica at a time, from the journal's next entry to the commit of its effects.
import type { Policies } from './approvals/policy-schema.ts';
import type { ChatBook } from './audience/chat-book.ts';
import type { Clock } from './clock.ts';
import type { Waker } from './deliver/outbox-store.ts';
import { flowSafely, type SafeFlow } from './flow-safely.ts';
import type { Effect, FlowStore } from './flow-store.ts';
import type { Journal, JournalEntry, Position } from './journal/journal.ts';
import { LEASE_RENEWAL_MS, type Lease, standbyPauseMs } from './lease.ts';
import type { Service } from './lifecycle.ts';
import type { Logger } from './logger.ts';
import { createLoop } from './loop.ts';
import type { Metrics } from './metrics.ts';

interface Deps {
  readonly store: FlowStore;
  readonly journal: Pick<Journal, 'append'>;
  readonly lease: Lease;
  readonly chatBook: ChatBook;
  readonly waker: Waker;
  readonly policies: Policies;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'approvalChanged' | 'requestShownElsewhere'>;
}

/** Entries of one step; larger steps are faster, smaller ones are seen sooner. */
const STEP_ENTRIES = 500;
/** How long a router without work waits for some, before it renews its lease. */
const WAIT_MS = 500;
const TOKEN_BYTES = 16;

export function createRouter(deps: Deps): Service {
  const { store, lease, clock, log } = deps;
  async function round(signal: AbortSignal): Promise<void> {
    const fence = await lease.hold();
    if (fence === undefined) await clock.sleep(standbyPauseMs(clock), signal);
    else await lead(fence, signal);
  }

  /** Routes until somebody else leads, or the step's assumptions no longer hold. */
  async function lead(fence: number, signal: AbortSignal): Promise<void> {
    let position = await store.position();
    let renewedAt = clock.monotonic();
    while (!signal.aborted) {
      if (clock.monotonic() - renewedAt >= LEASE_RENEWAL_MS) {
        if ((await lease.hold()) !== fence) return;
        renewedAt = clock.monotonic();
      }
      const entries = await store.read(position, { limit: STEP_ENTRIES, waitMs: WAIT_MS });
      const next = entries.at(-1)?.position;
      if (next === undefined) continue;
      if (!(await routeStep({ fence, from: position, to: next, entries }, deps))) return;
      position = next;
    }
  }

  return createLoop({ name: 'router', clock, log, onEnd: () => lease.release() }, round);
}

interface Step {
  readonly fence: number;
  readonly from: Position;
  readonly to: Position;
  readonly entries: readonly JournalEntry[];
}

/** Answers false when the step's assumptions no longer held and nothing was written. */
async function routeStep({ fence, from, to, entries }: Step, deps: Deps): Promise<boolean> {
  const [audience, jobs] = await Promise.all([
    deps.chatBook.audience(),
    deps.store.jobs(entries.map(({ event }) => event)),
  ]);
  const newToken = () => deps.clock.token(TOKEN_BYTES);
  const { policies } = deps;
  const { effects, failed } = flowSafely({ entries, audience, jobs, policies, newToken });
  if (failed.length > 0) await bury(failed, deps);
  const step = { fence, revision: audience.revision, from, to, effects };
  const result = await deps.store.commit(step);
  if (result.kind === 'stale') return false;
  reportRequests(effects, deps);
  for (const { chatId, delayMs } of result.wake) deps.waker.wake(chatId, delayMs);
  return true;
}

/** A request that no chat shows is pending all the same, on the web and at the command line. */
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

/** Before the step is committed: a crash between the two buries it once more, and loses nothing. */
async function bury(failed: SafeFlow['failed'], { journal, log }: Deps): Promise<void> {
  const deadLetters = failed.map(({ entry, reason }) => ({
    source: 'journal',
    entryId: entry.position,
    raw: JSON.stringify(entry.event),
    reason,
    attempts: 2,
  }));
  for (const { entryId, reason } of deadLetters) {
    log.error({ position: entryId, reason }, 'event_not_routed');
  }
  await journal.append({ candidates: [], deadLetters });
}
