// Does something with every event, once it is journalled: one replica at a time, from where it left off, also
// after a restart. What can't be handled is set aside and tried again beside the line, so that it holds up
// nothing but what is of the same job.
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
  orderOf,
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
  /** Of this follower, for ever: its position is kept under it. */
  readonly name: string;
  readonly handle: Handle;
  /** The position of `follower:<name>`, '' when it never was. */
  readonly position: (source: string) => Promise<string>;
  readonly journal: Pick<Journal, 'append' | 'read' | 'get'>;
  readonly feed: JournalFeed;
  readonly lease: Lease;
  readonly followerAside: FollowerAside;
  /** `entry`: what fails again and again becomes a dead letter. `never`: it is tried until it succeeds. */
  readonly givesUp: 'entry' | 'never';
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: Pick<Health, 'report'>;
  readonly metrics: Pick<Metrics, 'followerAside' | 'deadLettered'>;
}

type Aside = ReadonlyMap<Position, AsideState>;

const BATCH = 500;
const WAIT_MS = LEASE_RENEWAL_MS;
/** With more of them aside it is no matter of single entries: the line waits. */
const MAX_ASIDE = 1_000;

export function createFollower(deps: Deps): Service {
  const { name, journal, feed, lease, clock, log, health } = deps;
  const source = followerSource(name);
  const retries = createFollowerRetries({ ...deps, source, aside: deps.followerAside });
  const advance = createAdvance({ ...deps, source });
  let news = new AbortController();

  async function round(signal: AbortSignal): Promise<void> {
    if ((await lease.acquireOrRenew()) === undefined) {
      health.report(source, true, 'another replica does it');
      return clock.sleep(standbyPauseMs(clock), signal);
    }
    const from = await deps.position(source);
    const { aside, nextMs } = await retries.retryDue(await retries.load());
    const isHeld = aside.size >= MAX_ASIDE;
    const detail = detailOf(aside.size, isHeld);
    health.report(source, !isHeld, setAside('follower-aside', aside.size, detail));
    news = new AbortController();
    const after: Position = from === '' ? START : from;
    const entries = isHeld ? [] : await journal.read(after, BATCH);
    if (entries.length > 0) await advance(from, entries, aside);
    else if (!signal.aborted) await clock.sleep(Math.min(WAIT_MS, nextMs), news.signal);
  }

  const onFailure = (reason: string) => health.report(source, false, reason);
  const wake = () => news.abort();
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
    const isBehind = ({ event }: JournalEntry) => waiting.has(orderOf(event));
    const failed = await handle(entries.filter((entry) => !isBehind(entry)));
    const reasons = new Map(failed.map(({ position, reason }) => [position, reason]));
    const additions = entries.flatMap((entry) => {
      const { position, event } = entry;
      const reason = reasons.get(position);
      const wasBehind = isBehind(entry);
      if (reason === undefined && !wasBehind) return [];
      const order = orderOf(event);
      waiting.add(order);
      // An event after a failed one of its job was not tried itself.
      if (!wasBehind) log.warn({ follower: name, position, reason }, 'follower_failed');
      return [{ position, state: writeState({ order, tries: wasBehind ? 0 : 1 }) }];
    });
    const to = entries.at(-1)?.position ?? from;
    const acknowledgement = { source, from, to };
    await journal.append({ candidates: [], deadLetters: [], aside: additions, acknowledgement });
  };
}

/** For anybody. */
function detailOf(count: number, isHeld: boolean): string {
  if (count === 0) return '';
  const some = count === 1 ? '1 event waits' : `${count} events wait`;
  const rest = isHeld ? 'so does all that comes behind them' : 'the others go on';
  return `${some} to be handled again, the log says why; ${rest}`;
}
