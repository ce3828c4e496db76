// How much live readers may cost.

export interface StreamLimits {
  /** Each stream is kept alive this often, in milliseconds. */
  readonly heartbeatMs: number;
  /** The same for streams of one job in the pipeline shape. */
  readonly pipelineHeartbeatMs: number;
  /** A reader that leaves more than this unread is cut off; it can resume. */
  readonly unreadBytes: number;
  /** More readers than this are sent away for a while. */
  readonly readers: number;
  /** More than this of one token are sent away, of all kinds together; admins of everything are not. */
  readonly readersPerToken: number;
  /** How many entries catching up reads at once. */
  readonly pageSize: number;
  /** How many readers may load a page at the same time. */
  readonly pagesAtOnce: number;
  /** How long a reader that catches up may take for what was written to it, in milliseconds. */
  readonly patienceMs: number;
  /** How many live entries a reader that catches up may have waiting. */
  readonly waitingEntries: number;
  /** How much these may weigh, in bytes; readers share them. */
  readonly waitingBytes: number;
  /** How many live entries may wait to be written; beyond that all readers come back later. */
  readonly pendingEntries: number;
  /** How much these may weigh, in bytes. */
  readonly pendingBytes: number;
}

export const STREAM_LIMITS: StreamLimits = {
  heartbeatMs: 15_000,
  pipelineHeartbeatMs: 5_000,
  unreadBytes: 1_048_576,
  readers: 15_000,
  readersPerToken: 5_000,
  pageSize: 100,
  pagesAtOnce: 4,
  patienceMs: 60_000,
  waitingEntries: 1_000,
  waitingBytes: 8_388_608,
  pendingEntries: 20_000,
  pendingBytes: 33_554_432,
};
