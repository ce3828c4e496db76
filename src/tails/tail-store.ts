// Contract: stores the running tails, so that they survive a crash. Implemented by redis/jobs/tail-store.
import type { Tail } from './tail.ts';

/** A tail is identified by address, job and opening time. */
export interface TailStore {
  all(): Promise<Tail[]>;
  /** As it is stored now; `undefined` once it was removed. */
  current(tail: Tail): Promise<Tail | undefined>;
  put(tail: Tail): Promise<void>;
  remove(tail: Tail): Promise<void>;
}
