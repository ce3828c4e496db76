// Contract: where the lines of a job's log come from. Kept by files/logs/log-files and redis/jobs/log-stream.

export interface LogTail {
  /** The newest lines, oldest first, without line ends. */
  readonly lines: readonly string[];
  /** The source says that no more will come. */
  readonly ended: boolean;
}

export interface LogSource {
  /** The newest `lines` lines of a job; `undefined` when this source has no log of it. */
  tail(jobId: string, lines: number): Promise<LogTail | undefined>;
}
