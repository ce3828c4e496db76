// Telegram's time, by the `Date` header of its answers: the age of a message must not depend on our
// clock, which may be wrong or be set while the program runs.
import type { Clock } from '../../runtime/clock.ts';

export interface TelegramTime {
  /** The `Date` header of an answer just received; anything but a date is ignored. */
  observe(date: string | null): void;
  /** Epoch milliseconds, to the second. By our own clock before the first answer. */
  now(): number;
}

/** Older messages piled up while the bot was down, and what they ask for may no longer be wanted. */
export const STALE_MS = 5 * 60_000;

export function createTelegramTime({ monotonic, now }: Clock): TelegramTime {
  let last: { readonly serverMs: number; readonly at: number } | undefined;
  return {
    observe(date) {
      const serverMs = date === null ? Number.NaN : Date.parse(date);
      if (!Number.isNaN(serverMs)) last = { serverMs, at: monotonic() };
    },
    now: () => (last === undefined ? now() : last.serverMs + (monotonic() - last.at)),
  };
}
