// Turns a message into a dead letter.
import type { RawMessage } from '../dialects/dialect.ts';
import { MESSAGE_LIMIT_BYTES } from '../dialects/json-text.ts';
import type { DeadLetter } from '../journal/journal.ts';

/** Kept of a message over the limit. */
const KEPT_BYTES = 65_536;

export function deadLetter(message: RawMessage, reason: string, attempts = 1): DeadLetter {
  const { source, entryId = '', text } = message;
  const raw = truncated(text);
  const mark = raw === text ? '' : ` Only its first ${KEPT_BYTES} bytes are kept.`;
  return { source, entryId, raw, reason: `${reason}${mark}`, attempts };
}

/** The whole text up to the limit; beyond it, as many whole characters as fit. */
function truncated(text: string): string {
  if (Buffer.byteLength(text) <= MESSAGE_LIMIT_BYTES) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(KEPT_BYTES));
  return text.slice(0, read);
}
