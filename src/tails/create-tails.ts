// Keeps the running tails up to date, one replica at a time. All state is in the store, so any
// replica can go on.
import { type Address, addressKey } from '../audience/chat-book.ts';
import type { Clock } from '../runtime/clock.ts';
import { messageOf } from '../runtime/errors.ts';
import type { Lease } from '../runtime/lease.ts';
import type { Service } from '../runtime/lifecycle.ts';
import type { Logger } from '../runtime/logger.ts';
import { createLoop } from '../runtime/loop.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { createLeading } from './leading.ts';
import { createRefreshes } from './refreshes.ts';
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
  /** Between two looks at a log. */
  readonly intervalMs: number;
}

/** More at a time in one chat end the oldest there; more of one person, their oldest. */
const MAX_TAILS_PER_CHAT = 5;
const MAX_TAILS_PER_PERSON = 10;
/** No more run at all: nobody ends those of others elsewhere. */
const MAX_TAILS = 200;

export function createTails({ store, screen, clock, log, ...deps }: Deps): Tails & Service {
  const refreshes = createRefreshes({ screen, clock, log });

  const leading = createLeading({ ...deps, clock, log });

  async function look(): Promise<void> {
    if (!(await leading.acquireOrRenew())) {
      deps.metrics.tails(0);
      return;
    }
    const tails = await store.all();
    deps.metrics.tails(tails.length);
    refreshes.begin(tails);
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
        // First of all, so that another replica goes on while the last refreshes end here.
        await deps.lease.release().catch((error: unknown) => {
          log.warn({ reason: messageOf(error) }, 'tails_release_failed');
        });
        await refreshes.stop();
      },
    },
    look,
  );

  return {
    ...loop,
    async start() {
      await loop.start();
      await leading.start();
    },
    async stop() {
      // First, so that it takes back nothing that was given up.
      await leading.stop();
      await loop.stop();
    },
    async open(tail) {
      const all = await store.all();
      const ending = inTheWayOf(tail, all);
      if (all.length - ending.length >= MAX_TAILS) return 'full';
      await closeAll(ending);
      await store.put(tail);
      refreshes.begin([tail]);
      return 'opened';
    },
    running: async (address) => (await store.all()).filter((tail) => isAt(tail, address)),
    close: closeAll,
  };
}

/** What has to end for a new tail: the same job's in the same place, and the oldest too many. */
function inTheWayOf({ address, jobId, by }: Tail, all: readonly Tail[]): Tail[] {
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
