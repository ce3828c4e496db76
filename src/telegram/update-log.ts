// Contract: which updates were handled to the end. Telegram sends an update again when the program
// died before it confirmed it. Kept by redis/update-log, for at least a day (Telegram's own limit).

export interface UpdateLog {
  /** Whether this update was handled before, by any replica. */
  wasHandled(updateId: number): Promise<boolean>;
  /**
   * Called after an update was handled, never before: what a crash cut short must be done again.
   */
  markHandled(updateId: number): Promise<void>;
}
