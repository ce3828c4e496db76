// `jobwire dlq list`: messages that could not be read.
import type { BuriedLetter } from '../../journal/journal.ts';
import { redactLetter } from '../../journal/redact-letter.ts';
import { defineCommand, takeNothing } from '../command.ts';
import { print, printJson, safe, tell } from '../output.ts';
import { readCount } from '../read-words.ts';
import { withTools } from '../with-tools.ts';

const LIMIT = { fallback: 20, most: 1_000 } as const;
const LONGEST = { source: 80, reason: 300, raw: 120 } as const;

export const dlqList = defineCommand({
  usage: 'dlq list [--limit N] [--json]',
  example: 'dlq list --limit 5',
  about:
    'Shows dead letters, messages that could not be read: the newest first, with what was wrong.\n\n' +
    '  --limit  how many, 1 to 1000 (20)\n' +
    '  --json   { "dead_letters": [...], "count": how many there are in all }',
  options: { limit: { type: 'string' }, json: { type: 'boolean' } },
  async run({ values, positionals }, { clock }) {
    takeNothing(positionals);
    const limit = readCount('limit', values.limit, LIMIT);
    return withTools({ clock }, async ({ deadLetters, redaction }) => {
      const [letters, count] = await Promise.all([deadLetters.list(limit), deadLetters.count()]);
      if (values.json) printJson({ dead_letters: letters.map(letterJson), count });
      else print(...letters.map((letter) => text(redactLetter(letter, redaction))));
      if (count > letters.length) tell(`${letters.length} of ${count}; --limit shows more.`);
      if (count === 0) tell('There are no dead letters.');
      return 0;
    });
  },
});

function letterJson({ id, source, entryId, raw, reason, attempts, failedAt }: BuriedLetter) {
  return { id, source, entry_id: entryId, raw, reason, attempts, failed_at: failedAt };
}

function text({ id, source, raw, reason, attempts, failedAt }: BuriedLetter): string {
  const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
  return [
    [id, failedAt, safe(source, LONGEST.source), tries].join('  '),
    `  ${safe(reason, LONGEST.reason)}`,
    `  ${safe(raw, LONGEST.raw)}`,
  ].join('\n');
}
