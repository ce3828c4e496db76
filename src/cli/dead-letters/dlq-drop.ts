// `jobwire dlq drop`: deletes dead letters.
import { defineCommand } from '../command/command.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';
import { findLetterIds, readLetterIds } from './find-letters.ts';

export const dlqDrop = defineCommand({
  usage: 'dlq drop <id...> | --all',
  example: 'dlq drop 1772442000000-0',
  about: 'Permanently deletes dead letters. Exit code 1 if one does not exist.',
  options: { all: { type: 'boolean' } },
  async run({ values, positionals }, { clock }) {
    const which = readLetterIds(positionals, values.all);
    return withTools({ clock }, async ({ deadLetters }) => {
      let unknown = 0;
      for (const id of await findLetterIds(which, deadLetters)) {
        const dropped = await deadLetters.drop(id);
        if (!dropped) unknown += 1;
        print(`${id}  ${dropped ? 'dropped' : 'unknown'}`);
      }
      return unknown === 0 ? 0 : 1;
    });
  },
});
