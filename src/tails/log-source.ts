// Contract: a source of job logs. Implemented by files/logs/log-files and redis/jobs/log-stream.
import type { LogName } from '../jobs/log-access.ts';

export interface LogTail {
  /** The newest lines, oldest first, without line breaks. */
  readonly lines: readonly string[];
  /** The source has marked the log as complete. */
  readonly ended: boolean;
}

export interface LogSource {
  /** The newest `lines` lines; `undefined` if this source does not have this log. */
  tail(log: LogName, lines: number): Promise<LogTail | undefined>;
}

/** The next lines of a log, as many as are read at once. */
export interface LogPart extends LogTail {
  /** Where to go on; only its source understands it. */
  readonly position: string;
  /** More can be read at once. */
  readonly hasMore: boolean;
}

export type LogStart =
  | { readonly kind: 'newest'; readonly lines: number }
  | { readonly kind: 'oldest' }
  /** After what was read up to this position. */
  | { readonly kind: 'after'; readonly position: string };

/** Where a log begins to be read whole. */
export interface LogBeginning {
  /** As `LogPart`'s. */
  readonly position: string;
  /** The log begins earlier; the first line read may be a part of one. */
  readonly isCut: boolean;
}

export interface LogFeed {
  /** Of the newest `maxBytes` of the log, more or less; `undefined` if this source does not have it. */
  beginning(log: LogName, maxBytes: number): Promise<LogBeginning | undefined>;
  /**
   * Whole lines only; with `isFinal` also a last one without an end, because nothing follows. A log that was replaced
   * or became shorter is read from its beginning. `undefined` if this source does not have this log.
   */
  read(log: LogName, start: LogStart, isFinal: boolean): Promise<LogPart | undefined>;
}
