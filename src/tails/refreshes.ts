// Runs the refreshes of tails concurrently: one that is slow or fails does not hold up the others.
import { addressKey } from '../audience/chat-book.ts';
import type { Clock } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Tail } from './tail.ts';
import type { TailScreen } from './tail-screen.ts';

export interface Refreshes {
  /** Starts those that are due and not running yet; never throws or waits. */
  start(tails: readonly Tail[]): void;
  /** Aborts all reads; resolves once none runs. */
  stop(): Promise<void>;
}

interface Deps {
  readonly screen: TailScreen;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Telegram allows 20 messages a minute to a group, including edits. A little under 4 s, because two rounds of 2 s
 * may be slightly shorter.
 */
const GROUP_PAUSE_MS = 3_950;

export function createRefreshes({ screen, clock, log }: Deps): Refreshes {
  const running = new Map<string, Promise<void>>();
  /** When each tail was last started; only those of the last GROUP_PAUSE_MS. */
  const startedAt = new Map<string, number>();
  const failing = new Set<string>();
  let stopping = new AbortController();

  async function refresh(tail: Tail, key: string): Promise<void> {
    const { signal } = stopping;
    try {
      await screen.refresh(tail, signal);
      failing.delete(key);
    } catch (error) {
      // Logged once until it works again.
      if (!failing.has(key) && !signal.aborted) {
        log.warn({ jobId: tail.jobId, reason: messageOf(error) }, 'tail_failed');
      }
      failing.add(key);
    } finally {
      running.delete(key);
    }
  }

  function isDue({ address }: Tail, key: string): boolean {
    return !running.has(key) && !(address.chatId < 0 && startedAt.has(key));
  }

  function prune(present: ReadonlySet<string>): void {
    const now = clock.monotonic();
    for (const key of failing) if (!present.has(key)) failing.delete(key);
    for (const [key, at] of startedAt) {
      if (now - at >= GROUP_PAUSE_MS) startedAt.delete(key);
    }
  }

  return {
    start(tails) {
      const byKey = new Map(tails.map((tail) => [keyOf(tail), tail]));
      prune(new Set(byKey.keys()));
      for (const [key, tail] of byKey) {
        if (!isDue(tail, key)) continue;
        startedAt.set(key, clock.monotonic());
        running.set(key, refresh(tail, key));
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(running.values());
      stopping = new AbortController();
    },
  };
}

function keyOf({ address, jobId, openedAt }: Tail): string {
  return `${addressKey(address)} ${openedAt} ${jobId}`;
}
