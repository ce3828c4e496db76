// Takes credentials out of dead letters that are shown to people.
import type { Redaction } from '../redact/redaction.ts';
import type { DeadLetters, StoredDeadLetter } from './journal.ts';

/** In UTF-16 units. A message may be a megabyte long, and nobody is shown more of it than a part of this. */
const MAX_RAW = 65_536;

export function redactLetter(letter: StoredDeadLetter, redaction: Redaction): StoredDeadLetter {
  const { source, reason, raw } = letter;
  return {
    ...letter,
    source: redaction.text(source),
    reason: redaction.text(reason),
    raw: redaction.text(raw.slice(0, MAX_RAW)),
  };
}

/** For display only; a redrive needs the original letter. */
export function redactedLetters(letters: DeadLetters, redaction: Redaction): DeadLetters {
  const redacted = (letter: StoredDeadLetter) => redactLetter(letter, redaction);
  return {
    ...letters,
    list: async (...asked) => (await letters.list(...asked)).map(redacted),
    async get(id) {
      const letter = await letters.get(id);
      return letter && redacted(letter);
    },
  };
}
