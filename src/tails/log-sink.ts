// Contract: takes the lines of job logs that a runner hands over. Implemented by redis/jobs/log-stream.

export interface LogLine {
  /** Without line breaks. */
  readonly text: string;
  readonly level: string;
}

export interface LogSink {
  /** All or nothing; a repeat is added again. `isEnd`: the log is complete. */
  append(jobId: string, lines: readonly LogLine[], end: { readonly isEnd: boolean }): Promise<void>;
}
