// Hands every journalled event to a handler: in one replica at a time, and from its position after a
// restart. An event that can't be handled is set aside and retried, so that it delays only its own job.
import type { Clock } from '../runtime/clock.ts';
import { type Health, setAside } from '../runtime/health.ts';
import { LEASE_RENEWAL_MS, type Lease, standbyPauseMs } from '../runtime/lease.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLoop } from '../runtime/loop.ts';
import type { Metrics } from '../runtime/metrics.ts';
import {
  type AsideState,
  type FollowerAside,
  followerSource,
  orderKeyOf,
  writeState,
} from './follower-aside.ts';
import { createFollowerRetries } from './follower-retries.ts';
import type { Handle } from './handle.ts';
import {
  type Journal,
  type JournalEntry,
  type JournalFeed,
  type Position,
  START,
} from './journal.ts';

interface Deps {
  /** Must never change: its position is stored under it. */
  readonly name: string;
  readonly handle: Handle;
  /** The stored position of `follower:<name>`; '' for none. */
  readonly position: (source: string) => Promise<string>;
  readonly journal: Pick<Journal, 'append' | 'read' | 'get'>;
  readonly feed: JournalFeed;
  readonly lease: Lease;
  readonly followerAside: FollowerAside;
  /** `entry`: an entry that keeps failing becomes a dead letter. `never`: it is retried for ever. */
  readonly givesUp: 'entry' | 'never';
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: Pick<Health, 'report'>;
  readonly metrics: Pick<Metrics, 'followerAside' | 'deadLettered'>;
}

type Aside = ReadonlyMap<Position, AsideState>;

const BATCH = 500;
const WAIT_MS = LEASE_RENEWAL_MS;
/** With this many set aside, the fault is not in single entries: it waits with new ones. */
const MAX_ASIDE = 1_000;

export function createFollower(deps: Deps): Service {
  const { name, journal, feed, lease, clock, log, health } = deps;
  const source = followerSource(name);
  const retries = createFollowerRetries({ ...deps, source, aside: deps.followerAside });
  const advance = createAdvance({ ...deps, source });
  let woken = new AbortController();

  async function round(signal: AbortSignal): Promise<void> {
    if ((await lease.acquireOrRenew()) === undefined) {
      health.report(source, true, 'another replica handles it');
      return clock.sleep(standbyPauseMs(clock), signal);
    }
    const from = await deps.position(source);
    const { aside, nextMs } = await retries.retryDue(await retries.load());
    const isPaused = aside.size >= MAX_ASIDE;
    const detail = detailOf(aside.size, isPaused);
    health.report(source, !isPaused, setAside('follower-aside', aside.size, detail));
    woken = new AbortController();
    const after: Position = from === '' ? START : from;
    const entries = isPaused ? [] : await journal.read(after, BATCH);
    if (entries.length > 0) await advance(from, entries, aside);
    else if (!signal.aborted) await clock.sleep(Math.min(WAIT_MS, nextMs), woken.signal);
  }

  const onFailure = (reason: string) => health.report(source, false, reason);
  const wake = () => woken.abort();
  const onEnd = () => lease.release();
  const loop = createLoop({ name: source, clock, log, onFailure, onEnd }, round);
  let unfollow = () => {};
  return {
    ...loop,
    async start() {
      unfollow = feed.follow(wake);
      await loop.start();
    },
    async stop() {
      unfollow();
      const stopped = loop.stop();
      wake();
      await stopped;
    },
  };
}

/** Handles the next events of the journal, except those of a job that has an earlier one set aside. */
function createAdvance({ name, source, handle, journal, log }: Deps & { readonly source: string }) {
  return async (from: string, entries: readonly JournalEntry[], aside: Aside): Promise<void> => {
    const waiting = new Set([...aside.values()].map(({ order }) => order));
    const isBehind = ({ event }: JournalEntry) => waiting.has(orderKeyOf(event));
    const failed = await handle(entries.filter((entry) => !isBehind(entry)));
    const reasons = new Map(failed.map(({ position, reason }) => [position, reason]));
    const additions = entries.flatMap((entry) => {
      const { position, event } = entry;
      const reason = reasons.get(position);
      const wasBehind = isBehind(entry);
      if (reason === undefined && !wasBehind) return [];
      const order = orderKeyOf(event);
      waiting.add(order);
      // An event behind a failed one of its job was not tried itself.
      if (!wasBehind) log.warn({ follower: name, position, reason }, 'follower_failed');
      return [{ position, state: writeState({ order, tries: wasBehind ? 0 : 1 }) }];
    });
    const to = entries.at(-1)?.position ?? from;
    const acknowledgement = { source, from, to };
    await journal.append({ candidates: [], deadLetters: [], aside: additions, acknowledgement });
  };
}

/** Shown to everybody. */
function detailOf(count: number, isPaused: boolean): string {
  if (count === 0) return '';
  const some = count === 1 ? '1 event waits' : `${count} events wait`;
  const rest = isPaused ? 'all later ones wait too' : 'the others go on';
  return `${some} for a retry (see the log); ${rest}`;
}
