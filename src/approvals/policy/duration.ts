// Durations as people write them: 90s, 30m, 2h, 1d.

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const MAX_MS = 365 * 86_400_000;

/** Milliseconds; `undefined` for any other format, for zero and for more than 365d. */
export function readDuration(text: string): number | undefined {
  const [, digits, unit = ''] = /^([1-9]\d{0,8})([smhd])$/.exec(text) ?? [];
  const ms = Number(digits) * (UNIT_MS[unit] ?? Number.NaN);
  return ms <= MAX_MS ? ms : undefined;
}
