// `jobwire dlq list`: shows messages and events that were given up.
import {
  DEAD_LETTER_STAGES,
  type DeadLetterStage,
  type StoredDeadLetter,
} from '../../journal/journal.ts';
import { redactLetter } from '../../journal/redact-letter.ts';
import { defined } from '../../runtime/defined.ts';
import { defineCommand, refuseArguments, wrongUsage } from '../command/command.ts';
import { printJson, printToStderr, safe } from '../command/output.ts';
import { readCount } from '../command/parse-options.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';

const LIMIT = { fallback: 20, max: 1_000 } as const;
const MAX_LENGTH = { source: 80, reason: 300, raw: 120 } as const;

export const dlqList = defineCommand({
  usage: 'dlq list [--stage STAGE] [--limit N] [--json]',
  example: 'dlq list --limit 5',
  about:
    'Shows dead letters, newest first, with what was wrong and at which stage: decoding (a message\n' +
    'could not be decoded), routing, following (a file could not be written) or delivering (a message\n' +
    'reached no chat).\n\n' +
    '  --stage  only those of one stage\n' +
    '  --limit  how many, 1 to 1000 (20)\n' +
    '  --json   { "dead_letters": [...], "count": the total, only without --stage }',
  options: { stage: { type: 'string' }, limit: { type: 'string' }, json: { type: 'boolean' } },
  async run({ values, positionals }, { clock }) {
    refuseArguments(positionals);
    const stage = readStage(values.stage);
    const limit = readCount('limit', values.limit, LIMIT);
    return withTools({ clock }, async ({ deadLetters, redaction }) => {
      const [letters, count] = await Promise.all([
        deadLetters.list(limit, stage),
        stage === undefined ? deadLetters.count() : undefined,
      ]);
      const counted = defined({ count });
      if (values.json) printJson({ dead_letters: letters.map(letterJson), ...counted });
      else print(...letters.map((letter) => text(redactLetter(letter, redaction))));
      if (count !== undefined && count > letters.length) {
        printToStderr(`${letters.length} of ${count}; --limit shows more.`);
      }
      if (letters.length === 0) {
        printToStderr(
          `There are no dead letters${stage === undefined ? '' : ` of the stage ${stage}`}.`,
        );
      }
      return 0;
    });
  },
});

function readStage(given: string | undefined): DeadLetterStage | undefined {
  const stage = DEAD_LETTER_STAGES.find((known) => known === given);
  if (given === undefined || stage !== undefined) return stage;
  throw wrongUsage(`--stage is "${given}"; expected one of ${DEAD_LETTER_STAGES.join(', ')}`);
}

function letterJson(letter: StoredDeadLetter) {
  const { id, source, entryId, raw, reason, attempts, stage, failedAt } = letter;
  return { id, source, entry_id: entryId, raw, reason, attempts, stage, failed_at: failedAt };
}

function text({ id, source, raw, reason, attempts, stage, failedAt }: StoredDeadLetter): string {
  const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
  return [
    [id, failedAt, stage, safe(source, MAX_LENGTH.source), tries].join('  '),
    `  ${safe(reason, MAX_LENGTH.reason)}`,
    `  ${safe(raw, MAX_LENGTH.raw)}`,
  ].join('\n');
}
