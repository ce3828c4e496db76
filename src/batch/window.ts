// What waits for a chat: references to journal entries, collected until the window closes.
import type { Weight } from '../event/event-types.ts';
import type { Position } from '../journal/journal.ts';

/** An event to be sent to a chat. The event itself stays in the journal. */
export interface WindowEntry {
  readonly position: Position;
  /** Its group in a digest: the job, else the session, else a thing (a pull request), else the project. */
  readonly group: string;
  readonly weight: Weight;
}

/**
 * The events collected for one address. It keeps 2,000 entries (redis/outbox/outbox.lua); the oldest beyond that
 * are only counted.
 */
export interface Window {
  /** In journal order. */
  readonly entries: readonly WindowEntry[];
  /** Events beyond what a window keeps, counted by group. */
  readonly overflow: ReadonlyMap<string, number>;
}
