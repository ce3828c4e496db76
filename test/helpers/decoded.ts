// What a dialect makes of a message that is there to be stored, and why it refuses one.
import { expect } from 'vitest';
import type { Decoded, Dialect, RawMessage } from '../../src/dialects/dialect.ts';

export const ARRIVED_AT = Date.parse('2026-03-02T10:00:00.000Z');

type Place = Partial<Omit<RawMessage, 'dialect' | 'text'>>;

/** `message`: the text itself, or what is written as JSON. */
export function decodeWith(dialect: Dialect, message: unknown, place: Place = {}): Decoded {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const found = { source: 'somewhere', arrivedAt: ARRIVED_AT, ...place };
  const decoded = dialect.decode({ dialect: dialect.name, text, ...found });
  if (decoded === undefined) throw new Error(`${dialect.name} made nothing of the message`);
  return decoded;
}

/** The text of the refusal. */
export function refusalOf(dialect: Dialect, message: unknown, place: Place = {}): string {
  try {
    decodeWith(dialect, message, place);
  } catch (error) {
    expect(error).toMatchObject({ name: 'JobwireError', code: 'decode_failed' });
    return error instanceof Error ? error.message : '';
  }
  throw new Error('was not refused');
}
