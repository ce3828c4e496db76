// Contract: what became of each update. Telegram sends an update again when the program died before
// it confirmed it. Kept by redis/updates/update-log, for at least a day (Telegram's own limit).
import type { Update } from 'grammy/types';

export interface UpdateState {
  /** It was handled before, by any replica: nothing was noted. */
  readonly isHandled: boolean;
  /** How many processes began with it and did not come to its end; where some did, nothing is noted. */
  readonly deaths: number;
}

export interface UpdateLog {
  /**
   * Before an update is handled: notes that this process begins with it, so that an update which
   * ends every process is found. `despiteDeaths`: also where others ended.
   */
  begin(updateId: number, options?: { readonly despiteDeaths?: boolean }): Promise<UpdateState>;
  /**
   * After an update was handled, never before: what a crash cut short must be done again. `again`:
   * it is handled once more when it comes again, as a tap is. `cut-short`: the program stops, so that
   * nothing became of it.
   */
  end(updateId: number, outcome: 'handled' | 'again' | 'cut-short'): Promise<void>;
  /** Keeps updates in Telegram's place, until their end: it may forget them. Twice is fine. */
  park(updates: readonly Update[]): Promise<void>;
  /** Those that are parked, the oldest first. */
  parked(): Promise<Update[]>;
}
