// Contract of the backbone: one append-only, totally ordered log of canonical events. From
// its position everything downstream goes on. Kept by redis/journal/journal.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { EventFilter } from './event-filter.ts';

/** Position in the journal: a Redis stream id, `<milliseconds>-<sequence>`. */
export type Position = string;

/** Before the first event. */
export const START: Position = '0-0';

export interface JournalEntry {
  readonly position: Position;
  readonly event: CanonicalEvent;
  /** About how much its JSON weighs; only of live ones. */
  readonly sizeBytes?: number;
}

/** An event on its way in. */
export interface Candidate {
  readonly event: CanonicalEvent;
  /** When jobwire, or the stream it lay in, received it; epoch milliseconds. */
  readonly arrivedAt: number;
  /** By the clock of this replica alone: whether it is a repeat is judged by how long ago that was. */
  readonly arrivedHere?: true;
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
  /** The key of the original, if the message is a replay of it. */
  readonly replayOf?: string;
  /** Links that this event establishes: `{ of: 'plan:7', to: 'project:p' }`. */
  readonly links?: readonly { readonly of: string; readonly to: string }[];
  /** The thing it is about, if it names no project itself: its project is at the end of the links. */
  readonly belongsTo?: string;
  /** It is journalled anew, though it is known: routed again, it may be shown after all. */
  readonly isAnew?: boolean;
}

/** How long the same content without id and time counts as the same event. */
export const REPEAT_WINDOW_MS = 10_000;

/**
 * Where it failed: it could not become an event, not be routed to chats, not be handled by a follower of the
 * journal, or not be sent.
 */
export const DEAD_LETTER_STAGES = ['decoding', 'routing', 'following', 'delivering'] as const;
export type DeadLetterStage = (typeof DEAD_LETTER_STAGES)[number];

/** A message, or an event, that was given up, on its way to the dead letters. */
export interface DeadLetter {
  /** Channel, stream or file it came from. */
  readonly source: string;
  /** Id of the entry in its source; empty where the source has none. */
  readonly entryId: string;
  /** The message as it came; of the source `journal` and of followers, the canonical event as JSON. */
  readonly raw: string;
  readonly reason: string;
  readonly attempts: number;
  /** `decoding` when absent. */
  readonly stage?: DeadLetterStage;
}

/** A dead letter as it is kept. */
export interface StoredDeadLetter extends DeadLetter {
  readonly stage: DeadLetterStage;
  /** Id of its entry in the stream of dead letters. */
  readonly id: string;
  /** RFC 3339 UTC. */
  readonly failedAt: string;
}

/** Contract: the dead letters, for people who look after them. */
export interface DeadLetters {
  /** The newest first, at most `limit`, of one stage or of all. */
  list(limit: number, stage?: DeadLetterStage): Promise<StoredDeadLetter[]>;
  /** Their ids alone, which may be many: the newest first, at most `limit`. */
  ids(limit: number, stage?: DeadLetterStage): Promise<string[]>;
  get(id: string): Promise<StoredDeadLetter | undefined>;
  /** `false` when there is none of this id. */
  drop(id: string): Promise<boolean>;
  count(): Promise<number>;
}

/** Advances an inlet from one of its own positions to another; refused if its position differs. */
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
export interface RetryLater {
  readonly id: string;
  /** The message, as text for the retry. */
  readonly message: string;
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

/** An entry that a follower of the journal could not handle yet: by its position. */
export interface SetAside {
  readonly position: Position;
  /** As text of the follower. */
  readonly state: string;
}

export interface AppendBatch {
  readonly candidates: readonly Candidate[];
  readonly deadLetters: readonly DeadLetter[];
  readonly again?: readonly RetryLater[];
  /** By the follower whose position is acknowledged. */
  readonly aside?: readonly SetAside[];
  readonly acknowledgement?: Acknowledgement;
  /**
   * What happens to an event that can't be ingested: `bury` makes it a dead letter (the default); `tell`
   * only reports it to its sender.
   */
  readonly poison?: 'bury' | 'tell';
  /** Id of a dead letter that is tried again: it is one no more once this is done, and this is done once. */
  readonly letter?: string;
}

/** Something of an event could not be written, whatever the reason; nothing else of the batch suffered. */
export interface AppendFailure {
  /** Index of the candidate, from 0. */
  readonly index: number;
  /** `lost`: it is not in the journal. `unindexed`: it is, and may not be found by everything it names. */
  readonly kind: 'lost' | 'unindexed';
  readonly reason: string;
}

export type AppendResult =
  /** One position for each candidate; `undefined` where it was a repeat, or was not ingested. */
  | {
      readonly kind: 'appended';
      readonly positions: readonly (Position | undefined)[];
      readonly failures?: readonly AppendFailure[];
      /** Why something failed that is done once a batch, as letting go of old entries is. */
      readonly problem?: string;
    }
  /** Somebody else read on meanwhile; nothing was written. Read again from `at`. */
  | { readonly kind: 'moved'; readonly at: string };

export interface JournalBounds {
  /** Identity of this journal; positions of another one are meaningless. */
  readonly epoch: string;
  /** Position of the oldest kept event; `undefined` when there is none. */
  readonly first: Position | undefined;
  /** Position of the newest event ever appended; `0-0` before the first. */
  readonly last: Position;
}

export interface Journal {
  /** Appends new events, stores dead letters and acknowledges, in one atomic step. */
  append(batch: AppendBatch): Promise<AppendResult>;
  /**
   * Entries after `after`, oldest first, at most `limit` and about 4 MB of them; one at least, where there
   * is any.
   */
  read(after: Position, limit: number, maxBytes?: number): Promise<JournalEntry[]>;
  /** The entries at these positions, in that order; `undefined` for one that is no longer kept. */
  get(positions: readonly Position[]): Promise<(JournalEntry | undefined)[]>;
  bounds(): Promise<JournalBounds>;
  /** One page of the events that a filter lets through, in the order of the journal. */
  query(query: JournalQuery): Promise<JournalPage>;
}

export interface JournalQuery {
  readonly filter: EventFilter;
  readonly order: 'asc' | 'desc';
  /** 1 to 1,000. A page may hold fewer, though there are more: it weighs no more than about 4 MB. */
  readonly limit: number;
  /** Continues after this position (in descending order: before it). */
  readonly after?: Position;
  /** Less than the 4 MB that a page may weigh. */
  readonly maxBytes?: number;
}

export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /** Where the next page starts; `undefined` when there is nothing more. */
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
