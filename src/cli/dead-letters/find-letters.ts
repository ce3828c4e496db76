// Selects dead letters: by their ids, or all.
import type { DeadLetters } from '../../journal/journal.ts';
import { wrongUsage } from '../command/command.ts';
import { printToStderr } from '../command/output.ts';

type Which = 'all' | readonly string[];

const ID = /^\d{1,15}-\d{1,15}$/;

export function readLetterIds(ids: readonly string[], all = false): Which {
  if (all && ids.length > 0) throw wrongUsage("ids can't be combined with --all");
  if (all) return 'all';
  if (ids.length === 0) throw wrongUsage('neither an id nor --all was given');
  const invalid = ids.find((id) => !ID.test(id));
  if (invalid === undefined) return [...new Set(ids)];
  throw wrongUsage(
    `"${invalid}" is not the id of a dead letter; expected one that \`jobwire dlq list\` shows, like 1772442000000-0`,
  );
}

/** Returns their ids, oldest first. */
export async function findLetterIds(which: Which, deadLetters: DeadLetters): Promise<string[]> {
  if (which !== 'all') return [...which];
  const count = await deadLetters.count();
  if (count === 0) {
    printToStderr('There are no dead letters.');
    return [];
  }
  return (await deadLetters.ids(count)).reverse();
}
