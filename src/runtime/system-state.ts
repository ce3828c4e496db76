// Contract: how the whole is doing, as what is stored says; the same for every replica. Kept by
// redis/monitoring/system-state.

export interface SystemState {
  readonly routing: {
    /** Position in the journal after the last routed event. */
    readonly routed: string;
    /** How long the oldest event that is not routed has been in the journal; absent: all are. */
    readonly waitingMs?: number;
  };
  readonly sending: {
    /** Chats with something to send, now or later. */
    readonly chats: number;
    /** How late the one is that is due the longest, beyond every pause of Telegram's and ours. */
    readonly lateMs: number;
    readonly latest?: {
      readonly chatId: string;
      /** Somebody is sending to it just now. */
      readonly isVisited: boolean;
    };
  };
  /** Calls in a row that Telegram did not take; absent: the last one it answered, or nothing is known. */
  readonly failing?: FailingCalls;
  readonly putAside: {
    readonly chats: number;
    /** How many of each kind: `approval`, `window`, `reply`, … In the 500 chats that wait the longest. */
    readonly items: Readonly<Record<string, number>>;
    /** Epoch milliseconds: since when the first chat has something that can't be sent. */
    readonly since?: number;
    /** Messages of sources whose handling failed and is tried again. */
    readonly messages: number;
  };
  readonly deadLetters: number;
  /** Absent where our user may not ask. */
  readonly storage?: StorageFacts;
}

/** Of all replicas, for whatever chat. */
export interface FailingCalls {
  readonly calls: number;
  readonly chats: number;
  /** Since the first of them. */
  readonly sinceMs: number;
}

/** What the storage says of itself. */
export interface StorageFacts {
  /** What it could not write when it last tried, in its own words. */
  readonly failedWrites: readonly string[];
  readonly hasAppendOnlyFile: boolean;
  /** `noeviction`, or how it makes room when memory runs out; absent for users that may not ask. */
  readonly evictionPolicy?: string;
  /** 0: as much memory as there is. */
  readonly maxMemoryBytes: number;
  readonly usedMemoryBytes: number;
}

/** Rejects as the storage does when it is away. */
export type ReadSystemState = () => Promise<SystemState>;

/** A folder that jobwire writes to. */
export interface FolderFacts {
  /** Name of its setting. */
  readonly name: string;
  readonly freeBytes: number;
  /** Why nothing can be written there; absent: it can. */
  readonly refusal?: string;
}

/** Contract: looks at the folders. Never rejects. Implemented by files/text/folder-facts. */
export type ReadFolders = () => Promise<readonly FolderFacts[]>;
