// A lease in memory, shared by those who pretend to be replicas. It does not run out by itself.
import type { Lease } from '../../src/runtime/lease.ts';

export interface MemoryLease {
  /** One replica's view of the lease. */
  replica(): Lease;
  /** Takes it from whoever has it, as another replica does when the holder was silent too long. */
  steal(): void;
  /** It ran out: whoever asks first has it. */
  expire(): void;
}

export function createMemoryLease(): MemoryLease {
  let holder: object | undefined;
  let isOver = false;
  let fence = 0;
  const take = (by: object) => {
    holder = by;
    isOver = false;
    fence += 1;
  };
  return {
    replica() {
      const me = {};
      return {
        async acquireOrRenew() {
          if (holder === me) isOver = false;
          else if (holder === undefined || isOver) take(me);
          return holder === me ? fence : undefined;
        },
        async release() {
          if (holder === me) holder = undefined;
        },
      };
    },
    steal: () => take({}),
    expire() {
      isOver = true;
    },
  };
}
