// Contract: takes the lines of job logs that a runner hands over. Implemented by redis/jobs/logs/log-sink.
import type { LogName } from '../jobs/log-access.ts';

export interface LogLine {
  /** Without line breaks. */
  readonly text: string;
  readonly level: string;
}

export interface LogEnd {
  /** The log is complete. */
  readonly isEnd: boolean;
  /** Whose log it is, if known: where all logs together are too large, those who have most lose their oldest. */
  readonly owner?: string;
}

export interface LogSink {
  /** All or nothing; a repeat is added again. Of each log the newest lines are kept, within `LogLimits`. */
  append(log: LogName, lines: readonly LogLine[], end: LogEnd): Promise<void>;
}

export interface LogLimits {
  /** Lines of one job, approximately. */
  readonly jobLines: number;
  /** Memory that one job's log may take. */
  readonly jobBytes: number;
  /** The same for all logs together. */
  readonly allBytes: number;
}

export const LOG_LIMITS: LogLimits = {
  jobLines: 10_000,
  jobBytes: 8_388_608,
  allBytes: 268_435_456,
};
