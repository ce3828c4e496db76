// `jobwire dlq retry`: tries dead letters again.
import type { Tools } from '../../app-tools.ts';
import { redactedExhume } from '../../intake/redrive.ts';
import { defineCommand } from '../command/command.ts';
import { print, safe } from '../command/output.ts';
import { withTools } from '../command/with-tools.ts';
import { readWhich, wantedLetters } from './find-letters.ts';

const LONGEST = 300;

type Exhumed = Awaited<ReturnType<Tools['exhume']>>;

export const dlqRetry = defineCommand({
  usage: 'dlq retry <id...> | --all',
  example: 'dlq retry 1772442000000-0',
  about:
    'Tries dead letters again, the oldest first, and says what became of each. A message that can be\n' +
    'read now becomes an event; an event that could not be routed or delivered is routed again; one that\n' +
    'a follower of the journal could not handle is given to it again. Exit code 1 when one could not, or\n' +
    'is not there.',
  options: { all: { type: 'boolean' } },
  async run({ values, positionals }, { clock }) {
    const which = readWhich(positionals, values.all);
    return withTools({ clock }, async ({ deadLetters, redaction, ...tools }) => {
      const exhume = redactedExhume(tools.exhume, redaction);
      let failed = 0;
      for (const id of await wantedLetters(which, deadLetters)) {
        const exhumed = await exhume(id);
        if (exhumed.kind === 'still_dead' || exhumed.kind === 'unknown') failed += 1;
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
    case 'routed':
      return `routed again  ${safe(exhumed.eventId, LONGEST)}`;
    case 'queued':
      return `handed to ${safe(exhumed.follower, LONGEST)}, which tries it again once jobwire runs`;
    case 'still_dead':
      return `still dead  ${safe(exhumed.reason, LONGEST)}`;
    case 'unknown':
      return 'unknown';
  }
}
