// Requests that wait until an approval is settled (`?wait=30s`). Decisions arrive with the journal; that a request
// was withdrawn with its job is only in the store, so that is looked at too, more slowly.
import type { Approval } from '../../approvals/approval.ts';
import type { ApprovalStore } from '../../approvals/approval-store.ts';
import { settledBy } from '../../event/event-types.ts';
import type { JournalEntry, JournalFeed } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Caller } from '../access/auth.ts';
import { type LiveCallers, withShare } from '../live/live-callers.ts';

export type Settlement =
  /** As it is now: settled, or the time is over. */
  | { readonly kind: 'approval'; readonly approval: Approval }
  /** It is no longer stored, or the caller may not see it any more. */
  | { readonly kind: 'gone' }
  /** Too many wait already. */
  | { readonly kind: 'full' };

export interface SettlementWaits {
  /** `signal`: whoever asked has gone, or was answered already. Rejects as the store does. */
  until(approval: Approval, waiting: Waiting): Promise<Settlement>;
  /** Answers all of them with what is known now. */
  stop(): void;
}

interface Waiting {
  readonly caller: Caller;
  readonly ms: number;
  readonly signal: AbortSignal;
}

interface Deps {
  readonly approvals: Pick<ApprovalStore, 'get'>;
  readonly feed: JournalFeed;
  readonly liveCallers: LiveCallers;
  readonly clock: Clock;
}

/** On this replica; each costs the store one small read a second. */
const MAX_WAITING = 1_000;
/** So that nobody takes those of all others. */
const MAX_OF_CALLER = 100;
const LOOK_MS = 1_000;

export function createSettlementWaits(deps: Deps): SettlementWaits {
  const { approvals, feed, clock } = deps;
  const liveCallers = withShare(deps.liveCallers, MAX_OF_CALLER);
  const wakes = new Map<string, Set<() => void>>();
  const stopping = new AbortController();
  let waiting = 0;
  let unfollow: (() => void) | undefined;

  function onEntries(entries: readonly JournalEntry[]): void {
    for (const { event } of entries) {
      if (settledBy(event.type) === undefined) continue;
      const id = event.data.approval_id;
      if (typeof id === 'string') for (const wake of wakes.get(id) ?? []) wake();
    }
  }

  /** Resolves when the approval may have changed, at the latest after `ms` or on `over`. */
  async function pause(id: string, ms: number, over: AbortSignal): Promise<void> {
    const news = new AbortController();
    const wake = () => news.abort();
    const others = wakes.get(id) ?? new Set();
    wakes.set(id, others.add(wake));
    unfollow ??= feed.follow(onEntries);
    await clock.sleep(ms, AbortSignal.any([over, news.signal]));
    others.delete(wake);
    if (others.size === 0) wakes.delete(id);
    if (wakes.size > 0) return;
    unfollow?.();
    unfollow = undefined;
  }

  async function look({ request }: Approval, ms: number, over: AbortSignal): Promise<Settlement> {
    const endsAt = clock.monotonic() + ms;
    for (;;) {
      const approval = await approvals.get(request.key);
      if (approval === undefined) return { kind: 'gone' };
      const leftMs = endsAt - clock.monotonic();
      const isOver = leftMs <= 0 || over.aborted;
      if (approval.outcome !== undefined || isOver) return { kind: 'approval', approval };
      await pause(request.id, Math.min(leftMs, LOOK_MS), over);
    }
  }

  return {
    async until(approval, { caller, ms, signal }) {
      if (waiting >= MAX_WAITING || !liveCallers.hasRoom(caller)) return { kind: 'full' };
      const lost = new AbortController();
      const forget = liveCallers.register(caller, () => lost.abort());
      const over = AbortSignal.any([signal, stopping.signal, lost.signal]);
      waiting += 1;
      try {
        const found = await look(approval, ms, over);
        return lost.signal.aborted ? { kind: 'gone' } : found;
      } finally {
        waiting -= 1;
        forget();
      }
    },
    stop: () => stopping.abort(),
  };
}
