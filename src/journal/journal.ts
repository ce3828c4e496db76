// Contract of the journal: one append-only, totally ordered log of canonical events, whose positions are the
// cursors of everything downstream. Implemented by redis/journal/journal.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { EventFilter } from './event-filter.ts';

/** Position in the journal: a Redis stream id, `<milliseconds>-<sequence>`. */
export type Position = string;

/** Before the first event. */
export const START: Position = '0-0';

export interface JournalEntry {
  readonly position: Position;
  readonly event: CanonicalEvent;
  /** Approximate size of its JSON; only for live entries. */
  readonly sizeBytes?: number;
}

/** An event on its way in. */
export interface Candidate {
  readonly event: CanonicalEvent;
  /** When it reached jobwire or its stream; epoch milliseconds. */
  readonly arrivedAt: number;
  /** `arrivedAt` is by the clock of this replica, so repeats are judged by the time since then. */
  readonly arrivedHere?: true;
  /** The same moment in ms by the monotonic clock of this process, where it was noted: nobody can set that. */
  readonly heardAt?: number;
  /**
   * `id`: an event with this id was never seen before. `content`: the producer gave neither id nor
   * time, so the same content is a repeat only within REPEAT_WINDOW_MS of its first arrival.
   */
  readonly identity: 'id' | 'content';
  /** What repeats are recognised by, see repeat-key.ts; from the bus they are also recognised by id. */
  readonly repeatKey: string;
  /**
   * The id, or the hash of the content, without the project. Old releases recognised repeats by this
   * alone; the keys they stored still count.
   */
  readonly producerKey?: string;
  /** The key of the original, if the message is a replay of it. */
  readonly replayOf?: string;
  /** Links that this event establishes: `{ of: 'plan:7', to: 'project:p' }`. */
  readonly links?: readonly { readonly of: string; readonly to: string }[];
  /** The thing it is about, if it names no project itself: its project is at the end of the links. */
  readonly belongsTo?: string;
  /** Journals it although it is a repeat, so that it is routed again. */
  readonly isAnew?: boolean;
}

/** How long the same content without id and time counts as the same event. */
export const REPEAT_WINDOW_MS = 10_000;

/**
 * Where it failed: becoming an event, being routed to chats, being handled by a follower of the journal, or
 * being sent.
 */
export const DEAD_LETTER_STAGES = ['decoding', 'routing', 'following', 'delivering'] as const;
export type DeadLetterStage = (typeof DEAD_LETTER_STAGES)[number];

/** A message or event that was given up. */
export interface DeadLetter {
  /** Channel, stream or file it came from. */
  readonly source: string;
  /** Id of the entry in its source; empty if the source has none. */
  readonly entryId: string;
  /** The message as received; from the source `journal` and from followers the canonical event as JSON. */
  readonly raw: string;
  readonly reason: string;
  readonly attempts: number;
  /** `decoding` when absent. */
  readonly stage?: DeadLetterStage;
}

/** A dead letter as stored. */
export interface StoredDeadLetter extends DeadLetter {
  readonly stage: DeadLetterStage;
  /** Id of its entry in the stream of dead letters. */
  readonly id: string;
  /** RFC 3339 UTC. */
  readonly failedAt: string;
}

/** Contract: reads and drops dead letters. */
export interface DeadLetters {
  /** The newest first, at most `limit`, of one stage or of all; only those older than the one with the id `before`. */
  list(limit: number, stage?: DeadLetterStage, before?: string): Promise<StoredDeadLetter[]>;
  /** Only their ids, since there may be many: the newest first, at most `limit`. */
  ids(limit: number, stage?: DeadLetterStage): Promise<string[]>;
  get(id: string): Promise<StoredDeadLetter | undefined>;
  /** `false` if there is none with this id. */
  drop(id: string): Promise<boolean>;
  count(): Promise<number>;
}

/** Advances an inlet's position; refused if it is not at `from`. */
export interface Acknowledgement {
  /** `televibe:stream:project-a`. */
  readonly source: string;
  /** The inlet's position when it read; empty if it never did. */
  readonly from: string;
  readonly to: string;
  /** The source is a stream, and its position that of this consumer group. */
  readonly group?: string;
}

/** A message whose handling failed, to be retried. */
export interface RetryLater {
  readonly id: string;
  /** The message as JSON. */
  readonly message: string;
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

/** An entry that a follower of the journal could not handle yet. */
export interface SetAside {
  readonly position: Position;
  /** As written by the follower. */
  readonly state: string;
}

export interface AppendBatch {
  readonly candidates: readonly Candidate[];
  readonly deadLetters: readonly DeadLetter[];
  readonly again?: readonly RetryLater[];
  /** From the follower whose position is acknowledged. */
  readonly aside?: readonly SetAside[];
  readonly acknowledgement?: Acknowledgement;
  /**
   * What happens to an event that can't be ingested: `dead_letter` (the default) makes it a dead letter,
   * `report` only returns the failure.
   */
  readonly poison?: 'dead_letter' | 'report';
  /** Id of a dead letter that is redriven: the step removes it, and runs only if it still exists. */
  readonly letter?: string;
}

/** A part of an event could not be written; the rest of the batch is not affected. */
export interface AppendFailure {
  /** Index of the candidate, from 0. */
  readonly index: number;
  /** `lost`: it is not in the journal. `unindexed`: it is, but some indexes lack it. */
  readonly kind: 'lost' | 'unindexed';
  readonly reason: string;
}

export type AppendResult =
  /** One position for each candidate; `undefined` if it was a repeat or was not ingested. */
  | {
      readonly kind: 'appended';
      readonly positions: readonly (Position | undefined)[];
      readonly failures?: readonly AppendFailure[];
      /** Why upkeep failed that is done once per batch, like trimming old entries. */
      readonly problem?: string;
    }
  /** Another replica has advanced the position; nothing was written. Read again from `at`. */
  | { readonly kind: 'moved'; readonly at: string };

export interface JournalBounds {
  /** Identity of this journal; positions of another epoch mean nothing. */
  readonly epoch: string;
  /** Position of the oldest stored event; `undefined` if there is none. */
  readonly first: Position | undefined;
  /** Position of the newest event ever appended; `0-0` before the first. */
  readonly last: Position;
}

export interface Journal {
  /** Appends new events, stores dead letters and acknowledges, in one atomic step. */
  append(batch: AppendBatch): Promise<AppendResult>;
  /**
   * Entries after `after`, oldest first, at most `limit` and about 4 MB, but at least one if there is any.
   */
  read(after: Position, limit: number, maxBytes?: number): Promise<JournalEntry[]>;
  /** The entries at these positions, in that order; `undefined` for one that is no longer stored. */
  get(positions: readonly Position[]): Promise<(JournalEntry | undefined)[]>;
  bounds(): Promise<JournalBounds>;
  /** One page of the events that match a filter, in the order of the journal. */
  query(query: JournalQuery): Promise<JournalPage>;
}

export interface JournalQuery {
  readonly filter: EventFilter;
  readonly order: 'asc' | 'desc';
  /** 1 to 1,000. A page may have fewer although there are more: its size is limited to about 4 MB. */
  readonly limit: number;
  /** Continues after this position (in descending order: before it). */
  readonly after?: Position;
  /** A smaller limit than those 4 MB. */
  readonly maxBytes?: number;
}

export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /** Where the next page starts; `undefined` after the last page. */
  readonly next: Position | undefined;
}

/** Live feed of the journal, for readers on every replica. */
export interface JournalFeed {
  /**
   * Calls `listener` with every batch appended from now on, in order, until the returned function is
   * called. A listener never gets the same entry twice; if it throws, that is logged and it stays.
   */
  follow(listener: (entries: readonly JournalEntry[]) => void): () => void;
}
