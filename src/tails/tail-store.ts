// Contract: the tails that run, so that they survive a crash. Kept by redis/jobs/tail-store.
import type { Tail } from './tail.ts';

/** A tail is known by place, job and time of opening. */
export interface TailStore {
  all(): Promise<Tail[]>;
  has(tail: Tail): Promise<boolean>;
  put(tail: Tail): Promise<void>;
  remove(tail: Tail): Promise<void>;
}
