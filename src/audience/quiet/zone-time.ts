// Times of day in a time zone, by the rules that Node knows (Intl). Pure.

const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Of what people write there are few zones, so they are all kept. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const parts = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const time = { hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
    ...parts,
    ...time,
  });
  formats.set(zone, format);
  return format;
}

/** What a clock in the zone shows, as if it were UTC: epoch milliseconds, to the second. */
export function wallTime(epochMs: number, zone: string): number {
  const parts = formatOf(zone).formatToParts(epochMs);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const [year, month, day] = [read('year'), read('month'), read('day')];
  return Date.UTC(year, month - 1, day, read('hour'), read('minute'), read('second'));
}

/** The first instant at which a clock in the zone shows `wallMs`; where it jumps over that, the instant of the jump. */
export function instantAt(wallMs: number, zone: string): number {
  const offsetAt = (epochMs: number) => wallTime(epochMs, zone) - epochMs;
  const early = wallMs - offsetAt(wallMs - DAY_MS);
  const late = wallMs - offsetAt(wallMs + DAY_MS);
  const exact = [early, late].filter((epochMs) => wallTime(epochMs, zone) === wallMs);
  if (exact.length > 0) return Math.min(...exact);
  let [before, after] = [Math.min(early, late), Math.max(early, late)];
  while (after - before > 1_000) {
    const middle = before + Math.floor((after - before) / 2_000) * 1_000;
    if (wallTime(middle, zone) < wallMs) before = middle;
    else after = middle;
  }
  return after;
}

/** The next instant after `afterMs` at which it is so many minutes past midnight. */
export function nextTime(minutes: number, zone: string, afterMs: number): number {
  const today = Math.floor(wallTime(afterMs, zone) / DAY_MS) * DAY_MS;
  const times = [today, today + DAY_MS, today + 2 * DAY_MS].map((day) =>
    instantAt(day + minutes * MINUTE_MS, zone),
  );
  return times.find((time) => time > afterMs) ?? afterMs + DAY_MS;
}

/** `Europe/Berlin`, however it is written; `undefined` for none. */
export function zoneCalled(name: string): string | undefined {
  // Offsets are no zones: they know no daylight saving time, and not every version of Node has them.
  if (!/^[a-z][\w/+-]*$/i.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Zones in whose names it occurs, the shortest first: `berlin` -> `Europe/Berlin`. */
export function zonesLike(name: string, most: number): string[] {
  const wanted = name.trim().toLowerCase().replaceAll(' ', '_');
  if (wanted.length < 3) return [];
  return Intl.supportedValuesOf('timeZone')
    .filter((zone) => zone.toLowerCase().includes(wanted))
    .sort((a, b) => a.length - b.length)
    .slice(0, most);
}
