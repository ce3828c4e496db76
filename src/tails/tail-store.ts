// Contract: the tails that run, so that they survive a crash. Kept by redis/tail-store.
import type { Tail } from './tail.ts';

export interface TailStore {
  all(): Promise<Tail[]>;
  /** Adds a tail, or replaces the one of the same job in the same place. */
  put(tail: Tail): Promise<void>;
  remove(tail: Tail): Promise<void>;
}
