// Parses the values of options: numbers, instants, addresses, lists of words.
import { readDuration } from '../../approvals/policy/duration.ts';
import type { Address } from '../../audience/chat-book.ts';
import { readTimestamp } from '../../dialects/timestamp.ts';
import { wrongUsage } from './command.ts';

/** The end of the year 9999, the last that RFC 3339 can express. */
const MAX_INSTANT_MS = 253_402_300_799_999;

interface Bounds {
  readonly fallback: number;
  readonly max: number;
}

/** A whole number from 1 to `max`. */
export function readCount(name: string, given: string | undefined, bounds: Bounds): number {
  if (given === undefined) return bounds.fallback;
  const count = /^\d{1,9}$/.test(given) ? Number(given) : 0;
  if (count >= 1 && count <= bounds.max) return count;
  throw wrongUsage(`--${name} is "${given}"; expected a whole number from 1 to ${bounds.max}`);
}

/** Required, because people who type an instant may mean their own zone. */
const HAS_ZONE = /(?:z|[+-]\d\d:?\d\d)$/i;

/** RFC 3339 in UTC with milliseconds; `2h` is two hours before `now`. */
export function readInstant(name: string, given: string, now: number): string {
  const back = readDuration(given);
  if (back !== undefined) return new Date(now - back).toISOString();
  const found = /^\d{1,15}$/.test(given) ? fromEpochMs(Number(given)) : fromText(given);
  if (found !== undefined) return found;
  throw wrongUsage(
    `--${name} is "${given}"; expected an instant, like 2026-03-02T09:00:00Z, epoch milliseconds, like 1772442000000, or a time before now, like 90s, 30m, 2h, 3d`,
  );
}

function fromText(given: string): string | undefined {
  return HAS_ZONE.test(given) ? readTimestamp(given) : undefined;
}

function fromEpochMs(at: number): string | undefined {
  return at <= MAX_INSTANT_MS ? new Date(at).toISOString() : undefined;
}

/** `-1001234567890`, or with a topic `-1001234567890:7`. */
export function readAddress(name: string, given: string): Address {
  const [, chat, topic] = /^(-?[1-9]\d{0,15})(?::([1-9]\d{0,9}))?$/.exec(given) ?? [];
  if (chat === undefined) {
    throw wrongUsage(
      `--${name} is "${given}"; expected a chat id, optionally with a topic after a colon, like -1001234567890:7`,
    );
  }
  const chatId = Number(chat);
  return topic === undefined ? { chatId } : { chatId, topicId: Number(topic) };
}

/** Words separated by commas, without duplicates. */
export function readList(name: string, given: string, example: string): string[] {
  const words = given.split(',').map((word) => word.trim());
  if (words.every((word) => word !== '')) return [...new Set(words)];
  throw wrongUsage(`--${name} is "${given}"; expected words separated by commas, like ${example}`);
}
