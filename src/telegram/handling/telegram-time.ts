// What time it is for Telegram, by the `Date` of its answers. How old a message is must not depend
// on a clock of ours that is wrong, or that somebody sets while the program runs.
import type { Clock } from '../../runtime/clock.ts';

export interface TelegramTime {
  /** The `Date` header of an answer that just came in; anything that is no date is ignored. */
  observe(date: string | null): void;
  /** Epoch milliseconds, to the second. Before the first answer, our own clock's. */
  now(): number;
}

export function createTelegramTime({ monotonic, now }: Clock): TelegramTime {
  let last: { readonly said: number; readonly at: number } | undefined;
  return {
    observe(date) {
      const said = date === null ? Number.NaN : Date.parse(date);
      if (!Number.isNaN(said)) last = { said, at: monotonic() };
    },
    now: () => (last === undefined ? now() : last.said + (monotonic() - last.at)),
  };
}
