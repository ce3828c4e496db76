// Limits for live readers.

export interface StreamLimits {
  /** Heartbeat interval of each stream. */
  readonly heartbeatMs: number;
  /** The same for streams of the pipeline shape. */
  readonly pipelineHeartbeatMs: number;
  /** A reader that leaves more unread is cut; it can resume. */
  readonly unreadBytes: number;
  /** More readers are turned away for a while. */
  readonly readers: number;
  /** The same per token, for all endpoints together; does not apply to admins of all projects. */
  readonly readersPerToken: number;
  /** Entries per read while catching up. */
  readonly pageSize: number;
  /** How many readers may load a page concurrently. */
  readonly pagesAtOnce: number;
  /** How long a reader that catches up may take to read what was written. */
  readonly drainTimeoutMs: number;
  /** Live entries held for a reader that catches up. */
  readonly heldEntries: number;
  /** Their total size; the entries are shared among readers. */
  readonly heldBytes: number;
  /** Live entries that may wait to be delivered; beyond that all readers are ended and have to reconnect. */
  readonly pendingEntries: number;
  /** Their total size. */
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
  drainTimeoutMs: 60_000,
  heldEntries: 1_000,
  heldBytes: 8_388_608,
  pendingEntries: 20_000,
  pendingBytes: 33_554_432,
};
