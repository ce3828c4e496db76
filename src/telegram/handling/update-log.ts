// Contract: remembers which updates were handled. Telegram redelivers an update if the program died
// before confirming it. Implemented by redis/updates/update-log; keeps a day (Telegram's limit) at least.
import type { Update } from 'grammy/types';

export interface UpdateState {
  /** It was handled before, by any replica; nothing was recorded. */
  readonly isHandled: boolean;
  /** How many processes began it and never finished it; nothing was recorded if there were any. */
  readonly deaths: number;
}

export interface UpdateLog {
  /**
   * Before an update is handled: records that this process begins it, so that an update which kills
   * every process is found. `despiteDeaths`: records it even if other processes died.
   */
  begin(updateId: number, options?: { readonly despiteDeaths?: boolean }): Promise<UpdateState>;
  /**
   * After an update was handled, never before: after a crash it must be handled again. `again`: if
   * redelivered, it is handled once more, as taps are. `cut-short`: the program stops, so it was not
   * handled.
   */
  end(updateId: number, outcome: 'handled' | 'again' | 'cut-short'): Promise<void>;
  /** Keeps updates until their end, so that Telegram may forget them. Idempotent. */
  park(updates: readonly Update[]): Promise<void>;
  /** Parks an update that is new: one that was handled, or is parked, is not parked again. */
  keep(update: Pick<Update, 'update_id'>): Promise<void>;
  /** The oldest first, without those that `isKnown` names. */
  parked(isKnown?: (updateId: number) => boolean): Promise<Update[]>;
}
