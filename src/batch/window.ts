// What waits for a chat: references into the journal, gathered until the window closes.
import type { Weight } from '../event/event-types.ts';
import type { Position } from '../journal/journal.ts';

/** One event that a chat is to hear of. The event itself stays in the journal. */
export interface WindowEntry {
  readonly position: Position;
  /** What it is grouped by in a digest: a session, else a job, else a project. */
  readonly group: string;
  readonly weight: Weight;
}

/**
 * What was gathered for one address. It keeps 2,000 entries (redis/outbox/outbox.lua); the oldest beyond that
 * are only counted.
 */
export interface Window {
  /** In journal order. */
  readonly entries: readonly WindowEntry[];
  /** How many more came than a window keeps, by group. */
  readonly overflow: ReadonlyMap<string, number>;
}
