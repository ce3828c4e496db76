// `jobwire dlq retry`: tries dead letters again.
import type { Tools } from '../../app-tools.ts';
import { redactedExhume } from '../../intake/exhume.ts';
import { defineCommand } from '../command.ts';
import { print, safe } from '../output.ts';
import { readWhich, wantedLetters } from '../which-letters.ts';
import { withTools } from '../with-tools.ts';

const LONGEST = 300;

type Exhumed = Awaited<ReturnType<Tools['exhume']>>;

export const dlqRetry = defineCommand({
  usage: 'dlq retry <id...> | --all',
  example: 'dlq retry 1772442000000-0',
  about:
    'Tries dead letters again, the oldest first, and says what became of each. One that can be read\n' +
    'now becomes an event. Exit code 1 when one could not, or is not there.',
  options: { all: { type: 'boolean' } },
  async run({ values, positionals }, { clock }) {
    const which = readWhich(positionals, values.all);
    return withTools({ clock }, async ({ deadLetters, redaction, ...tools }) => {
      const exhume = redactedExhume(tools.exhume, redaction);
      let failed = 0;
      for (const id of await wantedLetters(which, deadLetters)) {
        const exhumed = await exhume(id);
        if (exhumed.kind !== 'journalled') failed += 1;
        print(`${id}  ${outcome(exhumed)}`);
      }
      return failed === 0 ? 0 : 1;
    });
  },
});

function outcome(exhumed: Exhumed): string {
  switch (exhumed.kind) {
    case 'journalled':
      return `journalled  ${safe(exhumed.eventId ?? '', LONGEST)}`.trimEnd();
    case 'still_dead':
      return `still dead  ${safe(exhumed.reason, LONGEST)}`;
    case 'unknown':
      return 'unknown';
  }
}
