// Contract: which messages are being processed. A message that kills every process that tries it leaves
// no other trace, so each attempt is recorded before it starts. Implemented by redis/dead-letters/attempts.

export interface IntakeAttempt {
  /** How many processes have started at this position, this one included. */
  readonly tries: number;
  /** How many messages to process one by one, because a process died among them; 0: none. */
  readonly toIsolate: number;
}

export interface AttemptState {
  readonly source: string;
  /** The messages come after this position. */
  readonly from: string;
  /** How many of them there are. */
  readonly messages: number;
  /** Whether to start even where a process died; else that is only reported, and nothing recorded yet. */
  readonly resolved: boolean;
}

export interface Attempts {
  /**
   * Before messages of a source are processed. `undefined`: another process is trying them right now; ask
   * again soon.
   */
  begin(attempt: AttemptState): Promise<IntakeAttempt | undefined>;
}
