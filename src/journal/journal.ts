// Contract of the backbone: one append-only, totally ordered log of canonical events. Its position
// is the cursor of everything downstream. Kept by redis/journal.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { EventFilter } from './event-filter.ts';

/** Place in the journal: a Redis stream id, `<milliseconds>-<sequence>`. */
export type Position = string;

/** Before the first event. */
export const START: Position = '0-0';

export interface JournalEntry {
  readonly position: Position;
  readonly event: CanonicalEvent;
}

/** An event on its way in. */
export interface Candidate {
  readonly event: CanonicalEvent;
  /** When jobwire, or the stream it lay in, received it; epoch milliseconds. */
  readonly arrivedAt: number;
  /**
   * `id`: an event with this id was never seen before. `content`: the producer gave neither id nor
   * time, so the same content is a repeat only within REPEAT_WINDOW_MS of its first arrival.
   */
  readonly identity: 'id' | 'content';
  /** What a repeat is known by, see repeat-key.ts. It comes back from the bus by its id as well. */
  readonly repeatKey: string;
  /**
   * The id, or the hash of the content, without the project. Former versions knew repeats by this
   * alone: what they remembered still counts.
   */
  readonly producerKey?: string;
  /** The key under which it was journalled, as the message of a replay says; it is a repeat of that. */
  readonly replayOf?: string;
  /** Which thing belongs to which, as this event tells: `{ of: 'plan:7', to: 'project:p' }`. */
  readonly links?: readonly { readonly of: string; readonly to: string }[];
  /** The thing it is about, where it names no project itself: its project is at the links' end. */
  readonly belongsTo?: string;
}

/** How long the same content without id and time counts as the same event. */
export const REPEAT_WINDOW_MS = 10_000;

/** A raw message that can't become an event, on its way to the dead letters. */
export interface DeadLetter {
  /** Channel, stream or file it came from. */
  readonly source: string;
  /** Id of the entry in its source; empty where the source has none. */
  readonly entryId: string;
  readonly raw: string;
  readonly reason: string;
  readonly attempts: number;
}

/** A dead letter as it is kept. */
export interface BuriedLetter extends DeadLetter {
  /** Id of its entry in the stream of dead letters. */
  readonly id: string;
  /** RFC 3339 UTC. */
  readonly failedAt: string;
}

/** Contract: the dead letters, for people who look after them. */
export interface DeadLetters {
  /** The newest first, at most `limit`. */
  list(limit: number): Promise<BuriedLetter[]>;
  get(id: string): Promise<BuriedLetter | undefined>;
  /** `false` when there is none of this id. */
  drop(id: string): Promise<boolean>;
  count(): Promise<number>;
}

/** Moves an inlet on from one of its own positions to another; refused when it stands elsewhere. */
export interface Acknowledgement {
  /** Name of the source, as the inlet knows it: `televibe:stream:project-a`. */
  readonly source: string;
  /** Where the inlet stood when it read; empty for "never read". */
  readonly from: string;
  readonly to: string;
  /** The source is a stream and the position is that of this consumer group of it. */
  readonly group?: string;
}

/** A message whose handling failed, to be tried again. */
export interface Again {
  readonly id: string;
  /** The message, as text of whoever tries it again. */
  readonly message: string;
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

export interface AppendBatch {
  readonly candidates: readonly Candidate[];
  readonly deadLetters: readonly DeadLetter[];
  readonly again?: readonly Again[];
  readonly acknowledgement?: Acknowledgement;
}

export type AppendResult =
  /** One position for each candidate; `undefined` where it was a repeat. */
  | { readonly kind: 'appended'; readonly positions: readonly (Position | undefined)[] }
  /** Somebody else read on meanwhile; nothing was written. Read again from `at`. */
  | { readonly kind: 'moved'; readonly at: string };

export interface JournalBounds {
  /** Identity of this journal; another one means that positions of the old one say nothing. */
  readonly epoch: string;
  /** Position of the oldest kept event; `undefined` when there is none. */
  readonly first: Position | undefined;
  /** Position of the newest event ever appended; `0-0` before the first. */
  readonly last: Position;
}

export interface Journal {
  /** Appends what is new, buries what is dead and acknowledges, in one atomic step. */
  append(batch: AppendBatch): Promise<AppendResult>;
  /** Entries after `after`, oldest first, at most `limit`. */
  read(after: Position, limit: number): Promise<JournalEntry[]>;
  /** The entries at these positions, in that order; `undefined` for one that is no longer kept. */
  get(positions: readonly Position[]): Promise<(JournalEntry | undefined)[]>;
  bounds(): Promise<JournalBounds>;
  /** One page of the events that a filter lets through, in the order of the journal. */
  query(query: JournalQuery): Promise<JournalPage>;
}

export interface JournalQuery {
  readonly filter: EventFilter;
  readonly order: 'asc' | 'desc';
  /** 1 to 1,000. */
  readonly limit: number;
  /** Goes on behind this position (in descending order: before it). */
  readonly after?: Position;
}

export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /** Where the next page goes on; `undefined` when there is nothing more. */
  readonly next: Position | undefined;
}

/** Live side of the journal, for readers on every replica. */
export interface JournalFeed {
  /**
   * Calls `listener` with every batch appended from now on, in order. The returned function ends
   * it. A listener never gets the same entry twice; one that throws is logged and kept.
   */
  follow(listener: (entries: readonly JournalEntry[]) => void): () => void;
}
