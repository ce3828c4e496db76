// Whether an address is left alone: somebody muted it, or it has quiet hours. What comes meanwhile is told in one summary
// after; requests are shown at once all the same. Pure.
import { type QuietHours, quietUntil } from './quiet-hours.ts';

export interface HoldSettings {
  /** RFC 3339 UTC; empty: never. Past ones mean nothing. */
  readonly mutedUntil: string;
  readonly quiet: QuietHours | 'off';
}

export interface Hold {
  /** Epoch milliseconds; another reason may go on after it. */
  readonly untilMs: number;
  /** It has quiet hours: requests make no sound either. */
  readonly isQuiet: boolean;
}

export function holdOf({ mutedUntil, quiet }: HoldSettings, nowMs: number): Hold | undefined {
  const muted = Date.parse(mutedUntil);
  const isMuted = muted > nowMs;
  const end = quiet === 'off' ? undefined : quietUntil(quiet, nowMs);
  if (end === undefined) return isMuted ? { untilMs: muted, isQuiet: false } : undefined;
  return { untilMs: isMuted ? Math.max(muted, end) : end, isQuiet: true };
}
