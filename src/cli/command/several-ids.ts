// The refusal of the beginning of an id where several begin so.
import type { JobwireError } from '../../runtime/errors.ts';
import { wrongUsage } from './command.ts';
import { safe } from './output.ts';

const MAX_SHOWN = 80;
const MAX_SHOWN_COUNT = 5;

/** `what`: in the plural, such as `jobs`. `ids`: two or more. */
export function severalIds(what: string, given: string, ids: readonly string[]): JobwireError {
  const shown = ids.slice(0, MAX_SHOWN_COUNT).map((id) => safe(id, MAX_SHOWN));
  const more = ids.length > shown.length ? ` and ${ids.length - shown.length} more` : '';
  return wrongUsage(
    `several ${what} have an id that begins with "${safe(given, MAX_SHOWN)}": ${shown.join(', ')}${more}; expected one of them, or more of its id`,
  );
}
