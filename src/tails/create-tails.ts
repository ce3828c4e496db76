// Keeps the running tails up to date, one replica at a time. All state is in the store, so any
// replica can go on.
import { addressKey } from '../audience/chat-book.ts';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Lease } from '../lease.ts';
import type { Service } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';
import { createLoop } from '../loop.ts';
import type { Metrics } from '../metrics.ts';
import type { Tail, Tails } from './tail.ts';
import type { TailScreen } from './tail-screen.ts';
import type { TailStore } from './tail-store.ts';

interface Deps {
  readonly store: TailStore;
  readonly screen: TailScreen;
  readonly lease: Lease;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'tails'>;
  /** Between two looks at a log; groups are looked at half as often. */
  readonly intervalMs: number;
}

const GROUP_FACTOR = 2;

export function createTails({ store, screen, clock, log, ...deps }: Deps): Tails & Service {
  let round = 0;

  /** One tail that fails or is slow to read holds up no other. */
  async function refresh(tail: Tail): Promise<void> {
    try {
      await screen.refresh(tail);
    } catch (error) {
      log.warn({ jobId: tail.jobId, reason: messageOf(error) }, 'tail_failed');
    }
  }

  async function look(): Promise<void> {
    if ((await deps.lease.hold()) === undefined) return;
    const tails = await store.all();
    deps.metrics.tails(tails.length);
    round += 1;
    const due = tails.filter(({ address }) => address.chatId > 0 || round % GROUP_FACTOR === 0);
    await Promise.all(due.map(refresh));
  }

  const loop = createLoop(
    { name: 'tails', clock, log, everyMs: deps.intervalMs, onEnd: () => deps.lease.release() },
    look,
  );

  return {
    ...loop,
    async open(tail) {
      await store.put(tail);
      await screen.refresh(tail);
    },
    async close(address, jobId) {
      const here = addressKey(address);
      const all = await store.all();
      const closed = all.filter(
        (tail) =>
          addressKey(tail.address) === here && (jobId === undefined || tail.jobId === jobId),
      );
      for (const tail of closed) await screen.close(tail);
      return closed.map((tail) => tail.jobId);
    },
  };
}
