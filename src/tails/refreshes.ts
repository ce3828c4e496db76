// Runs the refreshes of tails beside each other: one that is slow or fails holds up no other.
import { addressKey } from '../audience/chat-book.ts';
import type { Clock } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Tail } from './tail.ts';
import type { TailScreen } from './tail-screen.ts';

export interface Refreshes {
  /** Begins those that are due and do not run yet; never rejects or waits. */
  begin(tails: readonly Tail[]): void;
  /** Waits for no log any more; resolves when none runs. */
  stop(): Promise<void>;
}

interface Deps {
  readonly screen: TailScreen;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Telegram takes 20 messages a minute to a group, all edits counted. A little under 4 s, since two
 * rounds of 2 s may be a moment shorter.
 */
const GROUP_PAUSE_MS = 3_950;

export function createRefreshes({ screen, clock, log }: Deps): Refreshes {
  const running = new Map<string, Promise<void>>();
  /** When each group's tail was begun last; only those of the last GROUP_PAUSE_MS. */
  const begunAt = new Map<string, number>();
  const failing = new Set<string>();
  let stopping = new AbortController();

  async function refresh(tail: Tail, key: string): Promise<void> {
    const { signal } = stopping;
    try {
      await screen.refresh(tail, signal);
      failing.delete(key);
    } catch (error) {
      // Said once, not every time until it works again.
      if (!failing.has(key) && !signal.aborted) {
        log.warn({ jobId: tail.jobId, reason: messageOf(error) }, 'tail_failed');
      }
      failing.add(key);
    } finally {
      running.delete(key);
    }
  }

  function isDue({ address }: Tail, key: string): boolean {
    return !running.has(key) && !(address.chatId < 0 && begunAt.has(key));
  }

  function forgetOld(present: ReadonlySet<string>): void {
    const now = clock.monotonic();
    for (const key of failing) if (!present.has(key)) failing.delete(key);
    for (const [key, at] of begunAt) {
      if (now - at >= GROUP_PAUSE_MS) begunAt.delete(key);
    }
  }

  return {
    begin(tails) {
      const byKey = new Map(tails.map((tail) => [keyOf(tail), tail]));
      forgetOld(new Set(byKey.keys()));
      for (const [key, tail] of byKey) {
        if (!isDue(tail, key)) continue;
        begunAt.set(key, clock.monotonic());
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
