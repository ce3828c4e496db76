// Does something with every event, once it is journalled: one replica at a time, from where it left
// off, also after a restart. What fails is tried again, and given up in the end, so that it does not
// hold up the rest for ever.
import type { Clock } from '../clock.ts';
import { LEASE_RENEWAL_MS, type Lease, standbyPauseMs } from '../lease.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import { createLoop } from '../loop.ts';
import { failureOf, insist, MOST_TRIES } from './insist.ts';
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
  /** Called in the order of the journal; the same entries may come again after a crash. */
  readonly handle: (entries: readonly JournalEntry[]) => Promise<void>;
  /** The position of `follower:<name>`, '' when it never was. */
  readonly position: (source: string) => Promise<string>;
  readonly journal: Pick<Journal, 'append' | 'read'>;
  readonly feed: JournalFeed;
  readonly lease: Lease;
  /**
   * `entry`: what fails alone is tried again, given up in the end and buried. `never`: nothing is left
   * out; the same entries come again, perhaps with more behind them, until it succeeds.
   */
  readonly givesUp: 'entry' | 'never';
  readonly clock: Clock;
  readonly log: Logger;
}

const BATCH = 500;
const WAIT_MS = LEASE_RENEWAL_MS;

export function createFollower(deps: Deps): Service {
  const { name, handle, journal, feed, lease, clock, log } = deps;
  const source = `follower:${name}`;
  let news = new AbortController();

  async function singly(entries: readonly JournalEntry[]) {
    const given: { entry: JournalEntry; reason: string }[] = [];
    for (const entry of entries) {
      const { position } = entry;
      const tell = (reason: string) =>
        log.warn({ follower: name, position, reason }, 'follower_failed');
      const reason = await insist(() => handle([entry]), clock, tell);
      if (reason !== undefined) given.push({ entry, reason });
    }
    return given;
  }

  async function advance(from: string, entries: readonly JournalEntry[]): Promise<void> {
    if (deps.givesUp === 'never') await handle(entries);
    const failed = deps.givesUp === 'never' ? undefined : await failureOf(() => handle(entries));
    const given = failed === undefined ? [] : await singly(entries);
    const deadLetters = given.map(({ entry, reason }) => ({
      source,
      entryId: entry.position,
      raw: JSON.stringify(entry.event),
      reason,
      attempts: MOST_TRIES,
    }));
    const to = entries.at(-1)?.position ?? from;
    await journal.append({ candidates: [], deadLetters, acknowledgement: { source, from, to } });
  }

  async function round(signal: AbortSignal): Promise<void> {
    if ((await lease.hold()) === undefined) return clock.sleep(standbyPauseMs(clock), signal);
    const from = await deps.position(source);
    const after: Position = from === '' ? START : from;
    news = new AbortController();
    const entries = await journal.read(after, BATCH);
    if (entries.length > 0) await advance(from, entries);
    else if (!signal.aborted) await clock.sleep(WAIT_MS, news.signal);
  }

  const wake = () => news.abort();
  const loop = createLoop({ name: source, clock, log, onEnd: () => lease.release() }, round);
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
