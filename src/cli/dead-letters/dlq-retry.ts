// `jobwire dlq retry`: retries dead letters.
import type { Tools } from '../../app-tools.ts';
import { isRedriven, redactedRedrive } from '../../intake/redrive.ts';
import { defineCommand } from '../command/command.ts';
import { safe } from '../command/output.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';
import { findLetterIds, readLetterIds } from './find-letters.ts';

const MAX_LENGTH = 300;

type Redriven = Awaited<ReturnType<Tools['redrive']>>;

export const dlqRetry = defineCommand({
  usage: 'dlq retry <id...> | --all',
  example: 'dlq retry 1772442000000-0',
  about:
    'Retries dead letters, oldest first, and prints the result of each. A message that can be\n' +
    'decoded now becomes an event; an event that could not be routed is routed again; one that a follower\n' +
    'of the journal could not handle is handed to it again; a message that reached no chat is queued for\n' +
    'that chat again. Exit code 1 if one can not be retried or does not exist.',
  options: { all: { type: 'boolean' } },
  async run({ values, positionals }, { clock }) {
    const which = readLetterIds(positionals, values.all);
    return withTools({ clock }, async ({ deadLetters, redaction, ...tools }) => {
      const redrive = redactedRedrive(tools.redrive, redaction);
      let failed = 0;
      for (const id of await findLetterIds(which, deadLetters)) {
        const redriven = await redrive(id);
        if (!isRedriven(redriven)) failed += 1;
        print(`${id}  ${outcome(redriven)}`);
      }
      return failed === 0 ? 0 : 1;
    });
  },
});

function outcome(redriven: Redriven): string {
  switch (redriven.kind) {
    case 'journalled':
      return `journalled  ${safe(redriven.eventId ?? '', MAX_LENGTH)}`.trimEnd();
    case 'routed':
      return `routed again  ${safe(redriven.eventId, MAX_LENGTH)}`;
    case 'queued':
      return `handed to ${safe(redriven.follower, MAX_LENGTH)}, which retries it once jobwire runs`;
    case 'requeued':
      return `queued for chat ${redriven.chatId} again, which gets it once jobwire runs`;
    case 'still_dead':
      return `still dead  ${safe(redriven.reason, MAX_LENGTH)}`;
    case 'unknown':
      return 'unknown';
  }
}
