// Quiet hours: a time of each day in which a chat is left alone. Pure.
import { z } from 'zod';
import { DAY_MS, instantAt, wallTime } from './zone-time.ts';

const MINUTES_OF_DAY = 1_440;
const MINUTE_MS = 60_000;
const minutes = z
  .int()
  .min(0)
  .max(MINUTES_OF_DAY - 1);

export const quietHoursSchema = z
  .object({
    /** Minutes after midnight, and never the same; where `to` is the earlier one, it is that of the next day. */
    from: minutes,
    to: minutes,
    /** As Intl calls it. */
    zone: z.string(),
  })
  .readonly();
export type QuietHours = z.infer<typeof quietHoursSchema>;

/**
 * When the quiet hours that are on at `atMs` end; `undefined` if none are. They begin and end once a day: a time that
 * the clock shows twice counts when it first comes, one that it jumps over when it jumps.
 */
export function quietUntil({ from, to, zone }: QuietHours, atMs: number): number | undefined {
  const today = Math.floor(wallTime(atMs, zone) / DAY_MS) * DAY_MS;
  for (const day of [today - DAY_MS, today, today + DAY_MS]) {
    const start = instantAt(day + from * MINUTE_MS, zone);
    const end = instantAt(day + (to <= from ? DAY_MS : 0) + to * MINUTE_MS, zone);
    if (start <= atMs && atMs < end) return end;
  }
  return undefined;
}

const TIME = /^(\d{1,2})(?:[:.h]?(\d{2}))?$/;

/** Minutes after midnight: `7`, `07:00`, `7.30`, `2230`; `24:00` is midnight. */
export function readTime(text: string): number | undefined {
  const [, hours, rest = '0'] = TIME.exec(text.trim()) ?? [];
  const time = Number(hours) * 60 + Number(rest);
  return Number(rest) < 60 && time <= MINUTES_OF_DAY ? time % MINUTES_OF_DAY : undefined;
}

/** `22:00-07:00`, with any dash. */
export function readTimes(text: string): Pick<QuietHours, 'from' | 'to'> | undefined {
  const [start = '', end = '', ...more] = text.split(/\s*[-‐‑‒–—]\s*/u);
  const [from, to] = [readTime(start), readTime(end)];
  return from === undefined || to === undefined || more.length > 0 ? undefined : { from, to };
}

/** `22:00`. */
export function writeTime(time: number): string {
  const part = (value: number) => String(value).padStart(2, '0');
  return `${part(Math.floor(time / 60))}:${part(time % 60)}`;
}

/** `22:00–07:00`. */
export function writeTimes({ from, to }: Pick<QuietHours, 'from' | 'to'>): string {
  return `${writeTime(from)}–${writeTime(to)}`;
}
