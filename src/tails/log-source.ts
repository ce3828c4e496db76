// Contract: a source of job logs. Implemented by files/logs/log-files and redis/jobs/log-stream.

export interface LogTail {
  /** The newest lines, oldest first, without line breaks. */
  readonly lines: readonly string[];
  /** The source has marked the log as complete. */
  readonly ended: boolean;
}

export interface LogSource {
  /** The newest `lines` lines of a job; `undefined` if this source has no log of it. */
  tail(jobId: string, lines: number): Promise<LogTail | undefined>;
}
