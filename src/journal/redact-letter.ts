// Takes credentials out of dead letters that are shown to people.
import type { Redaction } from '../redact/redaction.ts';
import type { DeadLetters, StoredDeadLetter } from './journal.ts';

export function redactLetter(letter: StoredDeadLetter, redaction: Redaction): StoredDeadLetter {
  const { source, reason, raw } = letter;
  return {
    ...letter,
    source: redaction.text(source),
    reason: redaction.text(reason),
    raw: redaction.text(raw),
  };
}

/** For display only; a redrive needs the original letter. */
export function redactedLetters(letters: DeadLetters, redaction: Redaction): DeadLetters {
  const redacted = (letter: StoredDeadLetter) => redactLetter(letter, redaction);
  return {
    ...letters,
    list: async (limit, stage) => (await letters.list(limit, stage)).map(redacted),
    async get(id) {
      const letter = await letters.get(id);
      return letter && redacted(letter);
    },
  };
}
