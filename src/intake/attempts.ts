// Contract: who began with which messages. A message that ends every process which tries it leaves
// no other trace, so the beginning is noted before anybody looks at it. Kept by redis/dead-letters/attempts.

export interface IntakeAttempt {
  /** How many processes have begun at this very place, this one included. */
  readonly tries: number;
  /** How many messages are to be taken one by one, since somebody ended among them; 0: none. */
  readonly careful: number;
}

export interface AttemptState {
  readonly source: string;
  /** Position behind which the messages lie. */
  readonly from: string;
  /** How many of them there are. */
  readonly messages: number;
  /** Whether to begin also where somebody ended; else that is only told, and nothing noted yet. */
  readonly resolved: boolean;
}

export interface Attempts {
  /**
   * Before messages of a source are looked at. `undefined`: somebody else is just trying them; ask
   * again soon.
   */
  begin(beginning: AttemptState): Promise<IntakeAttempt | undefined>;
}
