// Contract: the state of the whole system, read from the storage; the same for every replica. Implemented by
// redis/monitoring/system-state.

export interface SystemState {
  readonly routing: {
    /** Position in the journal after the last routed event. */
    readonly routed: string;
    /** How long the oldest unrouted event has been in the journal; absent: there is none. */
    readonly waitingMs?: number;
  };
  readonly sending: {
    /** Chats with something to send, now or later. */
    readonly chats: number;
    /** How late the most overdue chat is, not counting pauses by Telegram or us. */
    readonly lateMs: number;
    readonly latest?: {
      readonly chatId: string;
      /** A visit to it is open. */
      readonly isVisited: boolean;
    };
  };
  /** Consecutive failed calls to Telegram; absent: the last call was answered, or nothing is known. */
  readonly failing?: FailingCalls;
  readonly putAside: {
    readonly chats: number;
    /** By kind: `approval`, `window`, `reply`, … In the 500 chats that wait the longest. */
    readonly items: Readonly<Record<string, number>>;
    /** Epoch milliseconds: since when some chat has something that can't be sent. */
    readonly since?: number;
    /** Messages of sources whose handling failed and is retried. */
    readonly messages: number;
  };
  readonly deadLetters: number;
  /** Counted page by page, so with many of them a little later than their number. */
  readonly deadLettersByStage: Readonly<Record<string, number>>;
  /** Requests that wait for a decision. */
  readonly openApprovals: number;
  /** When the newest event of the journal arrived, in epoch milliseconds; absent: there is none. */
  readonly newestEventAt?: number;
  /** The storage's clock when it answered, in epoch milliseconds. */
  readonly clockMs: number;
  /** Absent if our user lacks the permission. */
  readonly storage?: StorageFacts;
}

/** Of all replicas, for all chats. */
export interface FailingCalls {
  readonly calls: number;
  readonly chats: number;
  /** Since the first of them. */
  readonly sinceMs: number;
}

/** What the storage reports about itself. */
export interface StorageFacts {
  /** The names of its status fields for failed writes. */
  readonly failedWrites: readonly string[];
  readonly hasAppendOnlyFile: boolean;
  /** `noeviction`, or how it evicts when memory runs out; absent without permission. */
  readonly evictionPolicy?: string;
  /** 0: unlimited. */
  readonly maxMemoryBytes: number;
  readonly usedMemoryBytes: number;
}

/** Rejects if the storage is unavailable. */
export type ReadSystemState = () => Promise<SystemState>;

/** A folder that jobwire writes to. */
export interface FolderFacts {
  /** Name of its setting. */
  readonly name: string;
  readonly freeBytes: number;
  /** Why it is not writable; absent: it is. */
  readonly refusal?: string;
}

/** Contract: checks the folders. Never rejects. Implemented by files/text/folder-facts. */
export type ReadFolders = () => Promise<readonly FolderFacts[]>;
