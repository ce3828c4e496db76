// Text to JSON, with a limit on size that is checked before anything is parsed.
import { JobwireError } from '../errors.ts';

/** Larger events are refused. */
const MAX_BYTES = 1_048_576;

export function parseJson(text: string): unknown {
  // A character is one byte at least, so most texts need not be measured.
  if (
    text.length > MAX_BYTES ||
    (text.length > MAX_BYTES / 3 && Buffer.byteLength(text) > MAX_BYTES)
  ) {
    throw new JobwireError('decode_failed', 'the message is too large; expected at most 1 MiB');
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new JobwireError('decode_failed', 'not JSON; expected an object, like {"type":"…"}', {
      cause,
    });
  }
}
