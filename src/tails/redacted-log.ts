// A log without credentials. A private key is recognised by its first line, so more lines are read than shown.
import type { Redaction } from '../redact/redaction.ts';
import type { LogSource } from './log-source.ts';

/** An RSA key of 8,192 bits has 100 lines. */
const LINES_BEFORE = 128;

export function redactedLog(source: LogSource, redaction: Redaction): LogSource {
  return {
    async tail(jobId, lines) {
      const found = await source.tail(jobId, lines + LINES_BEFORE);
      return found && { ...found, lines: redaction.lines(found.lines).slice(-lines) };
    },
  };
}
