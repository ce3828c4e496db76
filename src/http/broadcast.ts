// The live side of all streams of one shape: follows the journal, gathers what becomes ready in the
// same tick, and hands it out batch by batch, heartbeats between.
import { setImmediate as nextTick } from 'node:timers/promises';
import type { Cancel, Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { JournalEntry, JournalFeed, Position } from '../journal/journal.ts';
import type { Logger } from '../logger.ts';
import { deliverBatch, deliverHeartbeat, type LiveDeps } from './deliver-live.ts';

export interface Broadcast {
  /** Identity of the journal, as its bounds last said. */
  epoch: string;
  /** From now on; `beat` is called with every heartbeat. */
  start(beat: () => void): void;
  /** Resolves when nothing is being handed out any more. */
  stop(): Promise<void>;
}

interface Deps extends LiveDeps {
  readonly feed: JournalFeed;
  readonly clock: Clock;
  readonly log: Logger;
}

const BATCH = 500;

export function createBroadcast(deps: Deps): Broadcast {
  const { readers, limits, log } = deps;
  const pending: JournalEntry[] = [];
  let last: Position | undefined;
  let beatDue = false;
  let working: Promise<void> | undefined;
  let cancels: Cancel[] = [];

  async function work(): Promise<void> {
    do {
      await nextTick();
      const entries = pending.splice(0, BATCH);
      await deliverBatch({ epoch: broadcast.epoch, entries }, deps);
      last = entries.at(-1)?.position ?? last;
      if (!beatDue) continue;
      beatDue = false;
      await deliverHeartbeat({ epoch: broadcast.epoch, last }, deps);
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
    if (readers.size === 0 && working === undefined) {
      last = entries.at(-1)?.position ?? last;
      return;
    }
    if (pending.length + entries.length > limits.pendingEntries) {
      log.warn({ pending: pending.length, readers: readers.size }, 'broadcast_overrun');
      pending.length = 0;
      readers.releaseAll('too much at once; come back and resume');
    }
    for (const entry of entries) pending.push(entry);
    wake();
  }

  const broadcast: Broadcast = {
    epoch: '',
    start(beat) {
      const tick = () => {
        beatDue = true;
        wake();
        beat();
        cancels[1] = deps.clock.after(limits.heartbeatMs, tick);
      };
      cancels = [deps.feed.follow(take), deps.clock.after(limits.heartbeatMs, tick)];
    },
    async stop() {
      for (const cancel of cancels.splice(0)) cancel();
      pending.length = 0;
      beatDue = false;
      await working;
    },
  };
  return broadcast;
}

/** Nobody knows who got what: all come back and resume. */
function interrupted({ readers, log }: Deps): (error: unknown) => void {
  return (error) => {
    log.error({ reason: messageOf(error) }, 'broadcast_failed');
    readers.releaseAll('interrupted; come back and resume');
  };
}
