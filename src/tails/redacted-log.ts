// A log as people read it: as a terminal would have left it, and without credentials. A private key is recognised by its
// first line, so more lines are read than shown.
import type { Redaction } from '../redact/redaction.ts';
import { terminalLine } from './lines/terminal-line.ts';
import type { LogSource } from './log-source.ts';

/** An RSA key of 8,192 bits has 100 lines. */
export const LINES_BEFORE = 128;

export function redactedLog(source: LogSource, redaction: Redaction): LogSource {
  return {
    async tail(log, lines) {
      const found = await source.tail(log, lines + LINES_BEFORE);
      if (found === undefined) return undefined;
      // A colour in the middle of a credential would hide it from the redaction.
      const shown = redaction.lines(found.lines.map(terminalLine));
      return { ...found, lines: shown.slice(-lines) };
    },
  };
}
