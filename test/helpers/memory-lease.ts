// A lease in memory, shared by those who pretend to be replicas. It does not run out by itself.
import type { Lease } from '../../src/runtime/lease.ts';

export interface MemoryLease {
  /** One replica's view of the lease. */
  replica(): Lease;
  /** Takes it from whoever has it, as another replica does when the holder was silent too long. */
  steal(): void;
  /** Nobody has it any more: it ran out, or the thief gave it back. */
  expire(): void;
}

export function createMemoryLease(): MemoryLease {
  let holder: object | undefined;
  let fence = 0;
  const thief = {};
  return {
    replica() {
      const me = {};
      return {
        async acquireOrRenew() {
          if (holder === undefined) {
            holder = me;
            fence += 1;
          }
          return holder === me ? fence : undefined;
        },
        async release() {
          if (holder === me) holder = undefined;
        },
      };
    },
    steal() {
      holder = thief;
    },
    expire() {
      holder = undefined;
    },
  };
}
