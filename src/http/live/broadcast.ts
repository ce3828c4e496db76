// The live side of one kind of readers: follows the journal, gathers what becomes ready in the same
// tick, and hands it out batch by batch, heartbeats between.
import { setImmediate as nextTick } from 'node:timers/promises';
import type { JournalEntry, JournalFeed, Position } from '../../journal/journal.ts';
import type { Cancel, Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { weightOf } from '../sse/reader.ts';
import type { StreamLimits } from '../sse/stream-limits.ts';

/** Those who are told. */
export interface Listeners {
  readonly size: number;
  /** Resolves when everybody who is there has these. Called in order, one batch at a time. */
  deliver(entries: readonly JournalEntry[]): Promise<void>;
  /** Every `heartbeatMs`, between batches; `last` is the newest place that was delivered. */
  beat(last: Position | undefined): Promise<void>;
  /** Nobody knows any more who got what: all go, and may come back. */
  releaseAll(reason: string): unknown;
}

export interface Broadcast {
  /** From now on. */
  start(): void;
  /** Resolves when nothing is being handed out any more. */
  stop(): Promise<void>;
}

interface Deps {
  readonly listeners: Listeners;
  readonly feed: JournalFeed;
  readonly clock: Clock;
  readonly limits: StreamLimits;
  readonly log: Logger;
}

/** Written to each reader in one go. */
const BATCH = 500;
const BATCH_BYTES = 524_288;

export function createBroadcast(deps: Deps): Broadcast {
  const { listeners, limits, log } = deps;
  const pending = createPending();
  let last: Position | undefined;
  let beatDue = false;
  let working: Promise<void> | undefined;
  let cancels: Cancel[] = [];

  async function work(): Promise<void> {
    do {
      await nextTick();
      const entries = pending.next();
      if (entries.length > 0) await listeners.deliver(entries);
      last = entries.at(-1)?.position ?? last;
      if (!beatDue) continue;
      beatDue = false;
      await listeners.beat(last);
    } while (pending.length > 0 || beatDue);
  }

  function wake(): void {
    working ??= work()
      .catch(interrupted(deps))
      .then(() => {
        working = undefined;
        if (pending.length > 0) wake();
      });
  }

  function take(entries: readonly JournalEntry[]): void {
    if (listeners.size === 0 && working === undefined) {
      last = entries.at(-1)?.position ?? last;
      return;
    }
    if (!pending.fits(entries, limits)) {
      log.warn({ pending: pending.length, readers: listeners.size }, 'broadcast_overrun');
      pending.clear();
      listeners.releaseAll('too much at once; come back and resume');
    }
    pending.add(entries);
    wake();
  }

  return {
    start() {
      const tick = () => {
        beatDue = true;
        wake();
        cancels[1] = deps.clock.after(limits.heartbeatMs, tick);
      };
      cancels = [deps.feed.follow(take), deps.clock.after(limits.heartbeatMs, tick)];
    },
    async stop() {
      for (const cancel of cancels.splice(0)) cancel();
      pending.clear();
      beatDue = false;
      await working;
    },
  };
}

/** What waits to be handed out, and what it weighs. */
function createPending() {
  let pending: JournalEntry[] = [];
  let bytes = 0;

  /** How many go out at once; one at least. */
  function count(): number {
    let weight = 0;
    const at = pending.slice(0, BATCH).findIndex(({ sizeBytes = 0 }) => {
      weight += sizeBytes;
      return weight > BATCH_BYTES;
    });
    return at < 0 ? BATCH : Math.max(1, at);
  }

  return {
    get length() {
      return pending.length;
    },
    fits(entries: readonly JournalEntry[], limits: StreamLimits): boolean {
      if (pending.length + entries.length > limits.pendingEntries) return false;
      return pending.length === 0 || bytes + weightOf(entries) <= limits.pendingBytes;
    },
    add(entries: readonly JournalEntry[]): void {
      for (const entry of entries) pending.push(entry);
      bytes += weightOf(entries);
    },
    next(): JournalEntry[] {
      const entries = pending.splice(0, count());
      bytes -= weightOf(entries);
      return entries;
    },
    clear(): void {
      pending = [];
      bytes = 0;
    },
  };
}

function interrupted({ listeners, log }: Deps): (error: unknown) => void {
  return (error) => {
    log.error({ reason: messageOf(error) }, 'broadcast_failed');
    listeners.releaseAll('interrupted; come back and resume');
  };
}
