// Contract: the entries that a follower of the journal could not handle yet, by their positions. Put there in
// the step that moves its position on (AppendBatch.aside). Kept by redis/dead-letters/follower-aside.
import { z } from 'zod';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { createDecoder, type StoredAt } from '../runtime/stored/decoder.ts';
import type { Position } from './journal.ts';

export interface FollowerAside {
  /** Position -> state as text. `source` is `follower:<name>`. */
  all(source: string): Promise<ReadonlyMap<Position, string>>;
  put(source: string, position: Position, state: string): Promise<void>;
  drop(source: string, position: Position): Promise<void>;
  /** As `put`, in one step with the end of a dead letter; where that is gone, nothing changes. */
  redrive(letterId: string, entry: AsideEntry): Promise<void>;
}

export interface AsideEntry {
  readonly source: string;
  readonly position: Position;
  readonly state: string;
}

const stateSchema = z
  .object({
    /** Entries of the same order are handled one after another. */
    order: z.string(),
    /** How often it was tried. */
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

/** What happens to one job happens in its order. */
export function orderOf({ jobId, aggregate }: CanonicalEvent): string {
  return jobId === undefined ? aggregate : `job:${jobId}`;
}

export function writeState(state: AsideState): string {
  return JSON.stringify(state);
}

/** One that can't be read is tried as if it were new. */
export function readState(text: string, at: StoredAt): AsideState {
  try {
    return decodeState(text, at);
  } catch {
    return { order: '', tries: 0 };
  }
}
