// Dead letters as people read them: without the credentials that they hold.
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

/** For display only; a retry needs the letter as it came. */
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
