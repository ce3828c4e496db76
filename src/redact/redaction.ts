// Redaction of credentials in everything that people read. Whatever displays text from outside gets one of these; the
// setting REDACT decides which.
import type { JsonObject } from '../event/canonical-event.ts';
import { redact } from './redact.ts';
import { redactData } from './redact-data.ts';
import { createRedactor, type Redactor } from './redactor.ts';

export interface Redaction {
  text(text: string): string;
  /**
   * Fields of an event and the like, by their names too. A number that is a password becomes a string, and a string of
   * more than 65,536 units is cut.
   */
  data<Data extends JsonObject>(data: Data): Data;
  /** Consecutive lines; those of a private key become one. */
  lines(lines: readonly string[]): readonly string[];
  /** The same for a text that arrives in parts. */
  stream(): Redactor;
}

const ON: Redaction = {
  text: redact,
  data: redactData,
  lines(lines) {
    if (lines.length === 0) return lines;
    const redactor = createRedactor();
    const text = redactor.write(`${lines.join('\n')}\n`) + redactor.end();
    return text.slice(0, -1).split('\n');
  },
  stream: createRedactor,
};

const OFF: Redaction = {
  text: (text) => text,
  data: (data) => data,
  lines: (lines) => lines,
  stream: () => ({ write: (part) => part, end: () => '' }),
};

export function createRedaction({ redact: isOn }: { readonly redact: boolean }): Redaction {
  return isOn ? ON : OFF;
}
