// The live side of one endpoint: follows the journal, collects what arrives in the same tick, and delivers it batch
// by batch, with heartbeats in between.
import { setImmediate as nextTick } from 'node:timers/promises';
import type { JournalEntry, JournalFeed, Position } from '../../journal/journal.ts';
import type { Cancel, Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';
import { weightOf } from './live-reader.ts';
import type { Readers } from './readers.ts';
import type { StreamLimits } from './stream-limits.ts';

export interface Broadcast {
  /** Follows from now on. */
  start(): void;
  /** Resolves once no delivery is running. */
  stop(): Promise<void>;
}

export interface BroadcastDeps {
  readonly readers: Pick<Readers, 'size' | 'endAll'>;
  /** Resolves once all readers have these. Called in order, one batch at a time. */
  readonly deliver: (entries: readonly JournalEntry[]) => Promise<void>;
  /** Called every `heartbeatMs`, between batches; `last` is the newest position that was delivered. */
  readonly beat: (last: Position | undefined) => Promise<void>;
  readonly feed: JournalFeed;
  readonly clock: Clock;
  readonly limits: StreamLimits;
  readonly log: Logger;
}

/** Upper bounds of a batch. */
const BATCH = 500;
const BATCH_BYTES = 524_288;

export function createBroadcast(deps: BroadcastDeps): Broadcast {
  const { readers, limits, log } = deps;
  const pending = createPending();
  let last: Position | undefined;
  let beatDue = false;
  let working: Promise<void> | undefined;
  let cancels: Cancel[] = [];

  async function work(): Promise<void> {
    do {
      await nextTick();
      const entries = pending.next();
      if (entries.length > 0) await deps.deliver(entries);
      last = entries.at(-1)?.position ?? last;
      if (!beatDue) continue;
      beatDue = false;
      await deps.beat(last);
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

  function add(entries: readonly JournalEntry[]): void {
    if (readers.size === 0 && working === undefined) {
      last = entries.at(-1)?.position ?? last;
      return;
    }
    if (!pending.fits(entries, limits)) {
      log.warn({ pending: pending.length, readers: readers.size }, 'broadcast_overrun');
      pending.clear();
      readers.endAll('overrun');
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
      cancels = [deps.feed.follow(add), deps.clock.after(limits.heartbeatMs, tick)];
    },
    async stop() {
      for (const cancel of cancels.splice(0)) cancel();
      pending.clear();
      beatDue = false;
      await working;
    },
  };
}

/** Entries that wait to be delivered, and their size. */
function createPending() {
  let pending: JournalEntry[] = [];
  let bytes = 0;

  /** Size of the next batch; at least one. */
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

function interrupted({ readers, log }: BroadcastDeps): (error: unknown) => void {
  return (error) => {
    log.error({ reason: messageOf(error) }, 'broadcast_failed');
    readers.endAll('interrupted');
  };
}
