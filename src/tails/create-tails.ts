// Keeps the running tails up to date, one replica at a time. All state is in the store, so any replica can take over.
import { type Address, addressKey } from '../audience/chat-book.ts';
import type { Clock } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Lease } from '../runtime/lease.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLoop } from '../runtime/loop.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
import { createRefreshes, type Refreshes } from './refreshes.ts';
import type { Tail, Tails } from './tail.ts';
import type { TailScreen } from './tail-screen.ts';
import type { TailStore } from './tail-store.ts';

interface Deps {
  readonly store: TailStore;
  readonly screen: TailScreen;
  readonly lease: Lease;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'tails' | 'tailAsked'>;
  /** Between two reads of a log. */
  readonly intervalMs: number;
}

/** One more in a chat ends the oldest there; one more of a person ends their oldest. */
const MAX_TAILS_PER_CHAT = 5;
const MAX_TAILS_PER_PERSON = 10;
/** Of all chats: then none can be opened, because nobody may end those of others elsewhere. */
const MAX_TAILS = 200;

export function createTails({ store, screen, clock, log, ...deps }: Deps): Tails & Service {
  const refreshes = createRefreshes({ screen, clock, log });
  const leaseKeeper = createLeaseKeeper({ ...deps, clock, log });

  async function poll(): Promise<void> {
    if (!(await leaseKeeper.acquireOrRenew())) {
      deps.metrics.tails(0);
      return;
    }
    const tails = await store.all();
    deps.metrics.tails(tails.length);
    refreshes.start(tails);
  }

  async function closeAll(tails: readonly Tail[]): Promise<void> {
    await Promise.all(tails.map((tail) => screen.close(tail)));
  }

  const loop = createLoop(
    {
      name: 'tails',
      clock,
      log,
      everyMs: deps.intervalMs,
      async onEnd() {
        // First, so that another replica takes over while the last refreshes end here.
        await deps.lease.release().catch((error: unknown) => {
          log.warn({ reason: messageOf(error) }, 'tails_release_failed');
        });
        await refreshes.stop();
      },
    },
    poll,
  );

  return {
    ...loop,
    async start() {
      await loop.start();
      await leaseKeeper.start();
    },
    async stop() {
      // First, so that it does not reacquire the lease once that is released.
      await leaseKeeper.stop();
      await loop.stop();
    },
    async open(tail) {
      const all = await store.all();
      const ending = replacedBy(tail, all);
      const result = all.length - ending.length >= MAX_TAILS ? 'full' : 'opened';
      deps.metrics.tailAsked(result);
      if (result === 'full') return result;
      await closeAll(ending);
      await store.put(tail);
      refreshes.start([tail]);
      return result;
    },
    running: async (address) => (await store.all()).filter((tail) => isAt(tail, address)),
    ...createChanges({ store, screen, clock, refreshes }),
    close: closeAll,
  };
}

function createChanges({
  store,
  screen,
  clock,
  refreshes,
}: Pick<Deps, 'store' | 'screen' | 'clock'> & {
  readonly refreshes: Refreshes;
}): Pick<Tails, 'pause' | 'shorten'> {
  async function change(tail: Tail, of: (current: Tail) => Tail): Promise<void> {
    const current = await store.current(tail);
    if (current === undefined) return;
    const changed = of(current);
    await store.put(changed);
    if (changed.paused) await screen.pause(changed);
    else refreshes.start([changed]);
  }

  return {
    pause: (tail, isPaused) =>
      change(tail, ({ paused: _paused, pausedAt: _pausedAt, ...running }) =>
        isPaused ? { ...running, paused: true, pausedAt: clock.now() } : running,
      ),
    shorten: (tail, isShort) =>
      change(tail, ({ times: _times, ...long }) => (isShort ? { ...long, times: 'short' } : long)),
  };
}

/** The tails that a new one ends: the same job's at the same address, and the oldest above the limits. */
function replacedBy({ address, jobId, by }: Tail, all: readonly Tail[]): Tail[] {
  const isSame = (tail: Tail) => tail.jobId === jobId && isAt(tail, address);
  const others = all
    .filter((tail) => !isSame(tail))
    .sort((one, other) => other.openedAt - one.openedAt);
  const inChat = others.filter((tail) => tail.address.chatId === address.chatId);
  const ofPerson = others.filter((tail) => tail.by === by);
  return [
    ...new Set([
      ...all.filter(isSame),
      ...inChat.slice(MAX_TAILS_PER_CHAT - 1),
      ...ofPerson.slice(MAX_TAILS_PER_PERSON - 1),
    ]),
  ];
}

function isAt(tail: Tail, address: Address): boolean {
  return addressKey(tail.address) === addressKey(address);
}
