// Instants as the publishers of the five systems write them.
import { z } from 'zod';

const RFC_3339 = z.iso.datetime({ offset: true });

/** Smaller epoch numbers are seconds: as milliseconds they would lie before March 1973. */
const SMALLEST_EPOCH_MS = 100_000_000_000;
const LARGEST_EPOCH_MS = 8_640_000_000_000_000;
const LEAP_SECOND = /:60(\.\d+)?(?=[Z+-])/;

/**
 * RFC 3339 in UTC with milliseconds, from RFC 3339 with any offset or from an epoch number in
 * seconds or milliseconds. `undefined` for what nobody can read, local time without an offset too.
 */
export function readTimestamp(written: string | number): string | undefined {
  if (typeof written === 'string' && isAsWeWriteIt(written)) return written;
  const epochMs = typeof written === 'number' ? fromNumber(written) : fromText(written);
  if (epochMs === undefined || !(epochMs >= 0 && epochMs <= LARGEST_EPOCH_MS)) return undefined;
  const time = new Date(epochMs).toISOString();
  return time.startsWith('+') ? undefined : time;
}

/** Most timestamps are; then nothing else about them need be checked. */
function isAsWeWriteIt(written: string): boolean {
  const epochMs = Date.parse(written);
  return epochMs >= 0 && new Date(epochMs).toISOString() === written && written[0] !== '+';
}

function fromNumber(written: number): number {
  return Math.floor(written < SMALLEST_EPOCH_MS ? written * 1_000 : written);
}

function fromText(written: string): number | undefined {
  const upper = written.trim().toUpperCase().replace(' ', 'T').replace(LEAP_SECOND, ':59.999');
  return RFC_3339.safeParse(upper).success ? Date.parse(upper) : undefined;
}
