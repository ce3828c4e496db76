// Contract: the entries that a follower of the journal could not handle yet, by position. Added in the step
// that advances its position (AppendBatch.aside). Implemented by redis/dead-letters/follower-aside.
import { z } from 'zod';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { createDecoder, type StoredAt } from '../runtime/stored/decoder.ts';
import type { Position } from './journal.ts';

export interface FollowerAside {
  /** Position -> state as text. `source` is `follower:<name>`. */
  all(source: string): Promise<ReadonlyMap<Position, string>>;
  put(source: string, position: Position, state: string): Promise<void>;
  drop(source: string, position: Position): Promise<void>;
  /** As `put`, and removes the dead letter in the same step; does nothing if that is gone. */
  redrive(letterId: string, entry: AsideEntry): Promise<void>;
}

export interface AsideEntry {
  readonly source: string;
  readonly position: Position;
  readonly state: string;
}

const stateSchema = z
  .object({
    /** Entries with the same key are handled in order. */
    order: z.string(),
    /** How often it was tried so far. */
    tries: z.number(),
  })
  .readonly();
export type AsideState = z.infer<typeof stateSchema>;

export const decodeState = createDecoder('state of an entry that is aside', stateSchema);
const PREFIX = 'follower:';

export function followerSource(name: string): string {
  return `${PREFIX}${name}`;
}

export function isFollowerSource(source: string): boolean {
  return source.startsWith(PREFIX);
}

/** The key by which order is kept: the job, if there is one. */
export function orderKeyOf({ jobId, aggregate }: CanonicalEvent): string {
  return jobId === undefined ? aggregate : `job:${jobId}`;
}

export function writeState(state: AsideState): string {
  return JSON.stringify(state);
}

/** An unreadable state counts as a new entry. */
export function readState(text: string, at: StoredAt): AsideState {
  try {
    return decodeState(text, at);
  } catch {
    return { order: '', tries: 0 };
  }
}
